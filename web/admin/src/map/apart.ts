export interface Circle {
  x: number;
  y: number;
  r: number;
}

const rounds = 40;
const number = 0.65; // how far from the middle of a circle its number reaches, of the radius
const farthest = 1.6; // how far a circle goes from its place, in radii: it is to be found there

// apart moves circles so far away from each other that none hides the number of one before it. The large ones move the
// least.
export function apart<T extends Circle>(circles: T[]): T[] {
  const moved = circles.map((c) => ({ ...c }));
  for (let round = 0, settled = false; !settled && round < rounds; round++) {
    settled = true;
    for (const [i, a] of moved.entries()) {
      for (let j = i + 1; j < moved.length; j++) {
        const b = moved[j]!;
        const far = length(b.x - a.x, b.y - a.y);
        const over = number * a.r + b.r - far;
        if (over < a.r / 100) continue;
        const [x, y] = far ? [(b.x - a.x) / far, (b.y - a.y) / far] : [1, 0];
        const share = weight(a) / (weight(a) + weight(b));
        shift(a, circles[i]!, -x * over * (1 - share), -y * over * (1 - share));
        shift(b, circles[j]!, x * over * share, y * over * share);
        settled = false;
      }
    }
  }
  return moved;
}

const weight = (c: Circle) => c.r * c.r * c.r;

// shift moves a circle, but not too far from its place.
function shift(c: Circle, place: Circle, dx: number, dy: number): void {
  const [x, y] = [c.x + dx - place.x, c.y + dy - place.y];
  const less = Math.min(1, (farthest * c.r) / (length(x, y) || 1));
  c.x = place.x + x * less;
  c.y = place.y + y * less;
}

// length is Math.hypot, which is a good deal slower.
const length = (x: number, y: number) => Math.sqrt(x * x + y * y);
