import { useEffect, useState } from 'react';
import { Icon } from './icons';
import './toast.css';

interface Message {
  id: number;
  text: string;
  kind: 'good' | 'bad';
}

let show: (text: string, kind: Message['kind']) => void = () => {};

/** Says for a few seconds that something was done. What must not be missed stands in the page instead. */
export function toast(text: string, kind: Message['kind'] = 'good'): void {
  show(text, kind);
}

/** Where toasts appear; the shell has one. */
export function Toasts() {
  const [messages, setMessages] = useState<Message[]>([]);
  useEffect(() => {
    let last = 0;
    show = (text, kind) => {
      const id = ++last;
      setMessages(all => [...all.slice(-2), { id, text, kind }]);
      setTimeout(() => setMessages(all => all.filter(message => message.id !== id)), 6000);
    };
    return () => {
      show = () => {};
    };
  }, []);
  return (
    <div className="toasts" role="status">
      {messages.map(message => (
        <p key={message.id} className={`toast toast-${message.kind}`}>
          <Icon name={message.kind === 'good' ? 'check' : 'warn'} />
          {message.text}
        </p>
      ))}
    </div>
  );
}
