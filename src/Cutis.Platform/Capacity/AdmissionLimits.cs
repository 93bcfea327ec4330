namespace Cutis.Platform.Capacity;

/// <summary>The numbers that admission goes by.</summary>
/// <param name="Permits">Threads of heavy work at a time, at least 1.</param>
/// <param name="Bytes">Memory of all heavy work at a time.</param>
/// <param name="Queue">Pieces of work that may wait.</param>
/// <param name="CompanyQueue">Pieces of work of one company that may wait.</param>
/// <param name="WaitLimit">The longest that a piece of work waits for its turn.</param>
/// <param name="TimeLimit">The longest that a turn lasts.</param>
internal sealed record AdmissionLimits(int Permits, long Bytes, int Queue, int CompanyQueue, TimeSpan WaitLimit, TimeSpan TimeLimit)
{
    /// <summary>The least memory that anything can be done with.</summary>
    public const long MinMemory = 16L << 20;

    // A quarter is always left to others: a company that fills its share cannot keep everybody else waiting.
    private const double CompanyShare = 0.75;

    /// <summary>Bytes that the work of one company may take at a time, and so the largest piece of work that there is.</summary>
    public long CompanyBytes => (long)(Bytes * CompanyShare);

    /// <summary>Threads that one piece of work gets at most: all but one, so that another can always begin.</summary>
    public int WorkPermits => Math.Max(1, Permits - 1);

    /// <summary>
    /// Half of the memory; the rest is for caches, for bodies and answers on their way, and for what is not collected yet.
    /// </summary>
    /// <param name="available">Bytes that the process may use.</param>
    public static long DefaultBytes(long available) => Math.Max(MinMemory, available / 2);

    /// <summary>One more than there are cores: a picture that is drawn on all cores leaves a permit to the next one.</summary>
    /// <param name="cores">Cores of the machine.</param>
    public static int DefaultPermits(int cores) => cores + 1;
}
