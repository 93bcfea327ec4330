using System.Threading.Channels;

namespace Cutis.Platform.Notifications;

/// <summary>What listeners to a company are told.</summary>
/// <param name="Company">The company.</param>
/// <param name="Text">JSON.</param>
internal sealed record Notification(Guid Company, byte[] Text);

/// <summary>
/// Hands notifications of this process to those who listen. Each listener has a queue of its own; one that does not keep up is cut off, and
/// learns so, rather than missing something in silence.
/// </summary>
internal sealed class NotificationHub
{
    /// <summary>Notifications that may wait for one listener.</summary>
    public const int MaxWaiting = 1000;

    private const int MaxListeners = 1000;
    private const int MaxListenersOfUser = 20;
    private readonly Lock _lock = new();
    private readonly HashSet<Listener> _listeners = [];

    /// <summary>Begins to listen; null when too many do.</summary>
    /// <param name="user">Who listens.</param>
    /// <param name="companies">To what.</param>
    public Listener? Listen(Guid user, IReadOnlySet<Guid> companies)
    {
        var listener = new Listener(this, user) { Companies = companies };
        lock (_lock)
        {
            if (_listeners.Count >= MaxListeners || _listeners.Count(l => l.User == user) >= MaxListenersOfUser)
                return null;
            _listeners.Add(listener);
        }

        return listener;
    }

    /// <summary>Whether anybody listens to a company.</summary>
    public bool HasListeners(Guid company)
    {
        lock (_lock)
            return _listeners.Any(l => l.Companies.Contains(company));
    }

    /// <summary>Hands a notification to all who listen to its company.</summary>
    public void Publish(Notification notification)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners.Where(l => l.Companies.Contains(notification.Company)))
                listener.Put(notification);
        }
    }

    private void Remove(Listener listener)
    {
        lock (_lock)
            _listeners.Remove(listener);
    }

    /// <summary>One who listens, until it is disposed of.</summary>
    internal sealed class Listener(NotificationHub hub, Guid user) : IDisposable
    {
        private readonly Channel<Notification> _waiting = Channel.CreateBounded<Notification>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true }
        );

        public Guid User => user;

        /// <summary>The companies it listens to, which may change.</summary>
        public required IReadOnlySet<Guid> Companies { get; set; }

        /// <summary>What waits; it ends when the listener did not keep up.</summary>
        public ChannelReader<Notification> Waiting => _waiting.Reader;

        /// <summary>Adds a notification, or cuts the listener off.</summary>
        public void Put(Notification notification)
        {
            if (!_waiting.Writer.TryWrite(notification))
                _waiting.Writer.TryComplete();
        }

        public void Dispose()
        {
            hub.Remove(this);
            _waiting.Writer.TryComplete();
        }
    }
}
