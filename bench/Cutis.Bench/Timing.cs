using System;
using System.Diagnostics;

namespace Cutis.Bench;

/// <summary>Times several things in turn, again and again, so that a noisy moment hits all of them alike.</summary>
internal sealed class Timing(int rounds)
{
    private readonly List<(string Name, Action Work, List<double> Times)> _items = [];

    public void Add(string name, Action work) => _items.Add((name, work, []));

    /// <summary>The least and the median milliseconds of each.</summary>
    public Dictionary<string, (double Least, double Median)> Run()
    {
        foreach (var (_, work, _) in _items)
            work();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (_, work, times) in _items)
            {
                var start = Stopwatch.GetTimestamp();
                work();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return _items.ToDictionary(item => item.Name, item => (item.Times.Min(), item.Times.Order().ElementAt(rounds / 2)));
    }
}
