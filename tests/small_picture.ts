/** A square of 16 pixels. */
export const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR4nGOokl9EEmIY1TCqYfhqAABPTjsQDZPK9AAAAABJRU5ErkJggg==",
);
