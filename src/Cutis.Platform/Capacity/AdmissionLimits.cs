namespace Cutis.Platform.Capacity;

/// <summary>The limits of admission.</summary>
/// <param name="Permits">Number of threads of heavy work at a time; at least 1.</param>
/// <param name="Bytes">Memory of all heavy work at a time, in bytes.</param>
/// <param name="Queue">How many pieces of work may wait.</param>
/// <param name="CompanyQueue">How many pieces of work of one company may wait.</param>
/// <param name="WaitLimit">Maximum time that a piece of work waits for its turn.</param>
/// <param name="TimeLimit">Maximum duration of a turn.</param>
internal sealed record AdmissionLimits(int Permits, long Bytes, int Queue, int CompanyQueue, TimeSpan WaitLimit, TimeSpan TimeLimit)
{
    /// <summary>The least memory with which anything can be done.</summary>
    public const long MinMemory = 16L << 20;

    // A quarter is always left to others: a company that uses its share entirely cannot block everybody else.
    private const double CompanyShare = 0.75;

    /// <summary>Maximum memory of one company's work, and therefore of any piece of work, in bytes.</summary>
    public long CompanyBytes => (long)(Bytes * CompanyShare);

    /// <summary>Maximum number of threads of one piece of work: all but one, so that another can always begin.</summary>
    public int WorkPermits => Math.Max(1, Permits - 1);

    /// <summary>Half of the memory; the rest is for caches, for requests and answers in transit, and for garbage.</summary>
    /// <param name="available">Bytes that the process may use.</param>
    public static long DefaultBytes(long available) => Math.Max(MinMemory, available / 2);

    /// <summary>One more than the number of cores: a picture drawn on all cores leaves a permit for the next one.</summary>
    /// <param name="cores">Number of cores of the machine.</param>
    public static int DefaultPermits(int cores) => cores + 1;
}
