import OpenSeadragon from 'openseadragon';

/** Where the photo stands on the screen: the place of its upper left corner and the screen pixels of one of its own. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

/** The part of the photo that the layers cover, and the scale at which they are drawn. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
  scale: number;
}

interface Events {
  onOpen(width: number, height: number): void;
  onFail(message: string): void;
  onView(view: View): void;
  onRegion(region: Region): void;
  onClick(x: number, y: number, touch: boolean): void;
}

/** Around what is seen, so much more of it is drawn ahead, so that moving draws nothing. */
const margin = 0.4;

/** The photo that one can move and magnify, and a plane over it on which the layers lie. */
export class Stage {
  readonly plane = document.createElement('div');
  private readonly viewer: OpenSeadragon.Viewer;
  private region: Region | null = null;
  private size: [number, number] = [1, 1];
  private opened = '';
  view: View = { x: 0, y: 0, scale: 1 };

  constructor(
    private readonly host: HTMLElement,
    private readonly events: Events,
  ) {
    keepStyleOut();
    this.viewer = OpenSeadragon({
      element: host,
      drawer: 'canvas',
      showNavigationControl: false,
      keyboardNavEnabled: false,
      animationTime: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 0.4,
      springStiffness: 9,
      visibilityRatio: 0.3,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 12,
      zoomPerScroll: 1.2,
      minScrollDeltaTime: 0,
      preserveImageSizeOnResize: false,
      imageSmoothingEnabled: true,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true, pinchRotate: false },
      gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
      tabIndex: -1,
    });
    this.plane.className = 'plane';
    this.viewer.container.append(this.plane);
    this.viewer.addHandler('canvas-key', event => Object.assign(event, { preventDefaultAction: true }));
    this.viewer.addHandler('open', () => this.open());
    this.viewer.addHandler('open-failed', event => events.onFail(event.message));
    this.viewer.addHandler('update-viewport', () => this.place());
    this.viewer.addHandler('animation-finish', () => this.settle());
    this.viewer.addHandler('resize', () => requestAnimationFrame(() => this.settle()));
    this.viewer.addHandler('canvas-click', event => {
      const { x, y } = this.toPhoto(event.position.x, event.position.y);
      if (event.quick) events.onClick(x, y, (event.originalEvent as PointerEvent).pointerType !== 'mouse');
    });
    // The wheel scrolls the page unless the photo has the focus or Ctrl says otherwise.
    this.viewer.addHandler('canvas-scroll', event => {
      const original = event.originalEvent as WheelEvent;
      const wanted = original.ctrlKey || original.metaKey || this.host.matches(':focus, :focus-within');
      if (!wanted) Object.assign(event, { preventDefaultAction: true, preventDefault: false });
    });
  }

  /** Shows a photo, or any tile source by its URL (`.dzi`, IIIF); false when it is already shown. */
  show(url: string, keepView: boolean): boolean {
    if (this.opened === url) return false;
    const kept = keepView && this.opened ? this.viewer.viewport.getBounds(true) : null;
    this.opened = url;
    const tiled = /\.(dzi|xml|json)(\?|$)/.test(url);
    // Nothing is read back from the canvas, so that photos of other origins need no CORS.
    const source = tiled ? url : { type: 'image', url, crossOriginPolicy: false };
    if (kept) this.viewer.addOnceHandler('open', () => this.viewer.viewport.fitBounds(kept, true));
    this.viewer.open(source as unknown as OpenSeadragon.TileSourceSpecifier);
    return true;
  }

  close(): void {
    this.opened = '';
    this.viewer.close();
  }

  destroy(): void {
    this.viewer.destroy();
  }

  private open() {
    const size = this.viewer.world.getItemAt(0).getContentSize();
    this.size = [size.x, size.y];
    this.region = null;
    this.events.onOpen(size.x, size.y);
    this.place();
    this.settle();
    this.events.onView(this.view);
  }

  get isOpen(): boolean {
    return this.viewer.world.getItemCount() > 0;
  }

  private place() {
    if (!this.isOpen) return;
    const item = this.viewer.world.getItemAt(0);
    const from = item.imageToViewerElementCoordinates(new OpenSeadragon.Point(0, 0));
    const to = item.imageToViewerElementCoordinates(new OpenSeadragon.Point(this.size[0], 0));
    const before = this.view;
    this.view = { x: from.x, y: from.y, scale: (to.x - from.x) / this.size[0] };
    if (!this.covers()) this.settle();
    else this.move();
    // It is also drawn anew when nothing has moved.
    if (before.x !== this.view.x || before.y !== this.view.y || before.scale !== this.view.scale) this.events.onView(this.view);
  }

  private move() {
    if (!this.region) return;
    const { x, y, scale } = this.view;
    const left = x + this.region.x * scale;
    const top = y + this.region.y * scale;
    this.plane.style.transform = `translate(${left}px, ${top}px) scale(${scale / this.region.scale})`;
  }

  private seen(around: number) {
    const { clientWidth: width, clientHeight: height } = this.host;
    const { x, y, scale } = this.view;
    const clampX = (value: number) => Math.min(this.size[0], Math.max(0, value));
    const clampY = (value: number) => Math.min(this.size[1], Math.max(0, value));
    const left = clampX((-x - around * width) / scale);
    const top = clampY((-y - around * height) / scale);
    const right = clampX((width * (1 + around) - x) / scale);
    const bottom = clampY((height * (1 + around) - y) / scale);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  private covers(): boolean {
    if (!this.region) return false;
    const seen = this.seen(0);
    const { x, y, width, height, scale } = this.region;
    const ratio = this.view.scale / scale;
    const within = seen.x >= x - 1 && seen.y >= y - 1 && seen.x + seen.width <= x + width + 1 && seen.y + seen.height <= y + height + 1;
    return within && ratio < 2.5 && ratio > 0.4;
  }

  /** Draws the layers anew for what is seen, at its scale. */
  private settle() {
    if (!this.isOpen) return;
    const exact = this.region && Math.abs(this.view.scale / this.region.scale - 1) < 0.001;
    if (exact && this.covers() && this.isCentred()) return this.move();
    this.region = { ...this.seen(margin), scale: this.view.scale };
    this.plane.style.width = `${this.region.width * this.region.scale}px`;
    this.plane.style.height = `${this.region.height * this.region.scale}px`;
    this.events.onRegion(this.region);
    this.move();
  }

  private isCentred() {
    const wanted = this.seen(margin / 2);
    const { x, y, width, height } = this.region!;
    return wanted.x >= x - 1 && wanted.y >= y - 1 && wanted.x + wanted.width <= x + width + 1 && wanted.y + wanted.height <= y + height + 1;
  }

  /** From pixels of the stage to pixels of the photo. */
  toPhoto(x: number, y: number): { x: number; y: number } {
    return { x: (x - this.view.x) / this.view.scale, y: (y - this.view.y) / this.view.scale };
  }

  get zoom(): number {
    return this.isOpen ? this.viewer.viewport.getZoom(false) / this.viewer.viewport.getHomeZoom() : 1;
  }

  zoomBy(factor: number): void {
    if (!this.isOpen) return;
    this.viewer.viewport.zoomBy(factor);
    this.viewer.viewport.applyConstraints();
  }

  /** Moves by shares of what is seen. */
  panBy(x: number, y: number): void {
    if (!this.isOpen) return;
    const bounds = this.viewer.viewport.getBounds(false);
    this.viewer.viewport.panBy(new OpenSeadragon.Point(bounds.width * x, bounds.height * y));
    this.viewer.viewport.applyConstraints();
  }

  home(immediately = false): void {
    if (this.isOpen) this.viewer.viewport.goHome(immediately);
  }

  /** Shows a part of the photo, in its pixels. */
  fit(x: number, y: number, width: number, height: number): void {
    if (!this.isOpen) return;
    this.viewer.viewport.fitBoundsWithConstraints(this.viewer.world.getItemAt(0).imageToViewportRectangle(x, y, width, height));
  }

  /** What is seen, independent of the photo's and the window's size: its middle and width, in widths of the photo. */
  get bounds(): { x: number; y: number; width: number } {
    if (!this.isOpen) return { x: 0.5, y: 0.5, width: 1 };
    const { x, y, width, height } = this.viewer.viewport.getBounds(true);
    return { x: x + width / 2, y: y + height / 2, width };
  }

  set bounds({ x, y, width }: { x: number; y: number; width: number }) {
    if (!this.isOpen) return;
    const now = this.bounds;
    if (Math.abs(now.x - x) + Math.abs(now.y - y) + Math.abs(now.width - width) < 1e-5) return;
    this.viewer.viewport.zoomTo(1 / width, undefined, true);
    this.viewer.viewport.panTo(new OpenSeadragon.Point(x, y), true);
    this.viewer.forceRedraw();
  }

  /** Whether moving the pointer moves the photo. */
  set movable(movable: boolean) {
    this.viewer.setMouseNavEnabled(movable);
  }

  /** One finger scrolls the page while all of the photo is seen. */
  touchAction(): void {
    this.viewer.canvas.style.touchAction = this.zoom > 1.05 ? 'none' : 'pan-y';
  }
}

// OpenSeadragon adds an inline style that hides the focus on phones, which a strict policy refuses and nobody wants. It does not where
// there is one already; one without a namespace is no style to a browser.
function keepStyleOut(): void {
  const name = 'data-openseadragon-mobile-css';
  if (document.querySelector(`style[${name}]`)) return;
  const none = document.createElementNS(null, 'style');
  none.setAttribute(name, '');
  document.head.append(none);
}
