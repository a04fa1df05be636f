import { ApiError } from '../app/api';

const side = 384; // pixels that are sent; the server makes the picture smaller still

// shrunk is the middle of a picture as base64, small enough to be sent and upright, however
// the camera was held.
export async function shrunk(file: File): Promise<string> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new ApiError(400, 'bad_picture', 'Your browser cannot read this picture. Use a JPEG, PNG or WebP file.');
  });
  const edge = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = '#fff'; // where it is transparent
  brush.fillRect(0, 0, side, side);
  brush.drawImage(picture, (picture.width - edge) / 2, (picture.height - edge) / 2, edge, edge, 0, 0, side, side);
  picture.close();
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
}
