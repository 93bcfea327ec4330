import { useState } from 'react';
import { Link } from 'wouter';
import type { Image } from '../../api/upload';
import { useTexts } from '../../texts';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icons';
import './thumbnail.css';

/** An image as a small picture that leads to its page: name, day, score of its quality. */
export function Thumbnail({ image }: { image: Image }) {
  const { t, locale } = useTexts();
  const [failed, setFailed] = useState(false);
  const url = image.urls['500x500'];
  const quality = typeof image.quality_score === 'number' ? Math.round(image.quality_score) : null;
  return (
    <Link href={`/images/${image.id}`} className="thumb">
      <span className="thumb-photo">
        {url && !failed ? (
          <img src={url} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
        ) : (
          <span className="thumb-none">
            <Icon name="image" size={32} />
            {image.photos_deleted_at ? t.images.photoDeleted : image.original ? '' : t.images.announced}
          </span>
        )}
        {quality !== null && (
          <span className="thumb-score">
            <Badge tone={quality >= 70 ? 'good' : quality >= 40 ? 'warn' : 'bad'}>{t.images.quality(quality)}</Badge>
          </span>
        )}
      </span>
      <span className="thumb-name">{image.name}</span>
      <span className="thumb-day">{new Date(image.creation_time).toLocaleDateString(locale, { dateStyle: 'medium' })}</span>
    </Link>
  );
}
