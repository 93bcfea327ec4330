import { useTexts } from '../../texts';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { CheckField, SelectField, TextField } from '../../ui/field';
import { hex, paintOf, parseColour } from '../../viewer/colours';
import { layerOf, type MaskData } from '../../viewer/model';
import { algorithmName, fullName, wordsFor } from '../../viewer/words';
import { withAlgorithm, withColour, withKey, withOption, withOwnColours, type Body, type Entry } from './request';

export interface Stored {
  algorithm_tech_name: string;
  masks_original: MaskData[] | null;
  masks_restored: MaskData[] | null;
}

interface Props {
  body: Body;
  stored: Stored[];
  restored: boolean;
  over: boolean;
  onBody(body: Body): void;
  onOver(over: boolean): void;
}

/** Everything that a request for pictures can ask for, as controls. */
export function Controls(props: Props) {
  const { body, onBody, restored } = props;
  const { t } = useTexts();
  return (
    <div className="stack styling-controls">
      <Card title={t.styling.masks}>
        {restored && (
          <SelectField label={t.styling.photo} value={body.image_type} onChange={event => onBody(withKey(body, 'image_type', event.target.value))}>
            <option value="original">{t.styling.original}</option>
            <option value="restored">{t.styling.restored}</option>
          </SelectField>
        )}
        <Masks {...props} />
      </Card>
      <Card title={t.styling.options}>
        <div className="form">
          <Options {...props} />
        </div>
      </Card>
    </div>
  );
}

function Masks({ body, stored, onBody }: Props) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  return (
    <ul className="styling-masks">
      {stored.map(result => {
        const masks = (body.image_type === 'restored' ? result.masks_restored : result.masks_original) ?? [];
        const entry = body.masks.find(item => item.algorithm_tech_name === result.algorithm_tech_name);
        const name = algorithmName(words, result.algorithm_tech_name);
        if (!masks.length) return null;
        return (
          <li key={result.algorithm_tech_name}>
            <CheckField
              label={name}
              checked={entry !== undefined}
              onChange={event => onBody(withAlgorithm(body, result.algorithm_tech_name, event.target.checked))}
            />
            {entry && <Colours entry={entry} masks={masks} body={body} onBody={onBody} />}
            {entry?.fill_override && (
              <Button small kind="quiet" onClick={() => onBody(withOwnColours(body, result.algorithm_tech_name))}>
                {t.styling.ownColours}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Colours({ entry, masks, body, onBody }: { entry: Entry; masks: MaskData[]; body: Body; onBody(body: Body): void }) {
  const { t, language } = useTexts();
  const words = wordsFor(language);
  const algorithm = entry.algorithm_tech_name;
  const layers = masks.map((mask, index) => layerOf(algorithm, mask, undefined, index));
  const own = layers.map(layer => {
    const { r, g, b, a } = paintOf(layer, 0, 'result', undefined).colour;
    return a < 1 ? `rgba(${r},${g},${b},${a})` : hex({ r, g, b, a });
  });
  const written = (entry.fill_override ?? []).filter(item => typeof item === 'string');
  const colours = own.map((usual, index) => written[Math.min(index, written.length - 1)] ?? usual);
  return (
    <div className="styling-colours">
      {layers.map((layer, index) => {
        const colour = parseColour(colours[index]!) ?? { r: 255, g: 0, b: 122, a: 1 };
        const set = (text: string, alpha: number) => {
          const { r, g, b } = parseColour(text)!;
          // A colour without an alpha would have that of the mask.
          onBody(withColour(body, algorithm, index, `rgba(${r},${g},${b},${alpha})`, own));
        };
        const name = fullName(words, layer);
        return (
          <div key={layer.id} className="styling-colour">
            <input type="color" aria-label={t.styling.colourOf(name)} value={hex(colour)} onChange={event => set(event.target.value, colour.a)} />
            <span>{name}</span>
            <input
              type="range"
              min="0.05"
              max="1"
              step="0.05"
              aria-label={t.styling.opacityOf(name)}
              value={colour.a}
              onChange={event => set(hex(colour), Number(event.target.value))}
            />
          </div>
        );
      })}
    </div>
  );
}

function Options({ body, over, onBody, onOver }: Props) {
  const { t } = useTexts();
  const first: Entry = body.masks[0] ?? { algorithm_tech_name: '' };
  const set = (key: string, value: unknown) => onBody(withOption(body, key, value));
  const number = (key: string, text: string) => set(key, text === '' ? undefined : Number(text));
  const text = (value: unknown) => (typeof value === 'number' ? String(value) : '');
  const outline = first.outline as { color: string; width?: number } | null | undefined;
  const crop = Array.isArray(first.crop) ? 'box' : typeof first.crop === 'string' ? first.crop : '';
  const box = Array.isArray(first.crop) ? (first.crop as number[]) : [];
  return (
    <>
      <TextField
        label={t.styling.lines}
        hint={t.styling.linesHint}
        type="number"
        min="0.0005"
        max="0.1"
        step="0.0005"
        placeholder="0.001"
        value={text(first.polyline_line_thickness)}
        onChange={event => number('polyline_line_thickness', event.target.value)}
      />
      <SelectField label={t.styling.crop} value={crop} onChange={event => set('crop', cropOf(event.target.value))}>
        <option value="">{t.styling.cropNone}</option>
        <option value="mask">{t.styling.cropMask}</option>
        <option value="face">{t.styling.cropFace}</option>
        <option value="box">{t.styling.cropBox}</option>
      </SelectField>
      {crop === 'box' && (
        <div className="styling-box">
          {['x', 'y', 'w', 'h'].map((name, index) => (
            <TextField
              key={name}
              label={name}
              type="number"
              min="0"
              max="1"
              step="0.05"
              value={String(box[index] ?? 0)}
              onChange={event => set('crop', box.map((value, place) => (place === index ? Number(event.target.value) : value)))}
            />
          ))}
        </div>
      )}
      <SelectField label={t.styling.spotlight} value={(first.spotlight as string) ?? ''} onChange={event => set('spotlight', event.target.value || undefined)}>
        <option value="">{t.styling.none}</option>
        <option value="dim">{t.styling.dim}</option>
        <option value="grey">{t.styling.grey}</option>
      </SelectField>
      <CheckField label={t.styling.outline} checked={Boolean(outline)} onChange={event => set('outline', event.target.checked ? { color: '#ffffff', width: 0.002 } : undefined)} />
      {outline && (
        <div className="styling-colour">
          <input
            type="color"
            aria-label={t.styling.outlineColour}
            value={hex(parseColour(outline.color) ?? { r: 255, g: 255, b: 255, a: 1 })}
            onChange={event => set('outline', { ...outline, color: event.target.value })}
          />
          <span>{t.styling.outlineWidth}</span>
          <input
            type="range"
            min="0.0005"
            max="0.01"
            step="0.0005"
            aria-label={t.styling.outlineWidth}
            value={outline.width ?? 0.001}
            onChange={event => set('outline', { ...outline, width: Number(event.target.value) })}
          />
        </div>
      )}
      <CheckField label={t.styling.legend} checked={first.legend === true} onChange={event => set('legend', event.target.checked || undefined)} />
      <CheckField label={t.styling.concentric} hint={t.styling.deprecated} checked={first.concentric_lines === true} onChange={event => set('concentric_lines', event.target.checked || undefined)} />
      <CheckField label={t.styling.combine} hint={t.styling.combineHint} checked={body.combine === true} onChange={event => onBody(withKey(body, 'combine', event.target.checked || undefined))} />
      <TextField label={t.styling.side} type="number" min="16" max="65535" step="1" placeholder={t.styling.whole} value={text(first.max_side)} onChange={event => number('max_side', event.target.value)} />
      <SelectField label={t.styling.layer} value={(first.layer as string) ?? ''} onChange={event => set('layer', event.target.value || undefined)}>
        <option value="">{t.styling.composite}</option>
        <option value="overlay">{t.styling.overlay}</option>
      </SelectField>
      <SelectField label={t.styling.format} value={(first.format as string) ?? ''} onChange={event => set('format', event.target.value || undefined)}>
        <option value="">{t.styling.asPhoto}</option>
        <option value="jpeg">JPEG</option>
        <option value="png">PNG</option>
        <option value="webp">WebP</option>
      </SelectField>
      <TextField label={t.styling.quality} type="number" min="1" max="100" step="1" placeholder={t.styling.asPhoto} value={text(first.quality)} onChange={event => number('quality', event.target.value)} />
      <CheckField label={t.styling.metrics} hint={t.styling.metricsHint} checked={first.main_metric !== false} onChange={event => onBody(metrics(body, event.target.checked))} />
      <CheckField label={t.styling.over} hint={t.styling.overHint} checked={over} onChange={event => onOver(event.target.checked)} />
    </>
  );
}

const cropOf = (choice: string) => (choice === 'box' ? [0.25, 0.25, 0.5, 0.5] : choice || undefined);
const metrics = (body: Body, wanted: boolean) =>
  ['main_metric', 'sub_metrics'].reduce((result, key) => withOption(result, key, wanted ? undefined : false), body);
