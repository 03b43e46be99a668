/** A drawn face as the camera's picture. */
export function drawnFace(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d')!;
  const draw = (): void => {
    context.fillStyle = '#8d9a95';
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = '#4a4038';
    ellipse(context, 320, 215, 108, 130);
    context.fillStyle = '#d9b193';
    ellipse(context, 320, 240, 88, 115);
    context.fillStyle = '#3a4a58';
    ellipse(context, 320, 500, 190, 130);
    context.fillStyle = '#2b2622';
    ellipse(context, 285, 225, 9, 9);
    ellipse(context, 355, 225, 9, 9);
    context.fillStyle = '#a85f55';
    ellipse(context, 320, 300, 26, 6);
  };
  draw();
  setInterval(draw, 100);
  return canvas.captureStream(10);
}

function ellipse(context: CanvasRenderingContext2D, x: number, y: number, rx: number, ry: number): void {
  context.beginPath();
  context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
  context.fill();
}
