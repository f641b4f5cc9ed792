import { describe, expect, it } from 'vitest';
import { SvgBrush } from '../../src/ui/export/svg-brush.ts';

function brush(): SvgBrush {
  return new SvgBrush((_, text) => text.length * 6);
}

describe('a brush that writes SVG', () => {
  it('writes text as text, escaped, in the font that was set, its middle on the line', () => {
    const svg = brush();
    svg.font = `600 10px 'Inter Variable', "A&B", sans-serif`;
    svg.textBaseline = 'middle';
    svg.textAlign = 'center';
    svg.fillStyle = '#123456';
    svg.fillText('<i> & "x"\u0001', 5, 20);
    expect(svg.content()).toBe(
      `<text x="5" y="23.6" font-family="'Inter Variable', 'A&amp;B', sans-serif" font-size="10" font-weight="600"` +
        ' text-anchor="middle" fill="#123456" xml:space="preserve">&lt;i&gt; &amp; &quot;x&quot;</text>',
    );
  });

  it('an edge around a text and the text on it are one text', () => {
    const svg = brush();
    svg.strokeStyle = '#fff';
    svg.lineWidth = 3;
    svg.strokeText('n1', 0, 0);
    svg.fillText('n1', 0, 0);
    svg.fillText('n2', 0, 0);
    expect(svg.content().match(/>n1</g)).toHaveLength(1);
    expect(svg.content()).toContain('fill="#000" stroke="#fff" stroke-width="3" paint-order="stroke"');
  });

  it('a circle is two halves, and part of one an arc the right way round', () => {
    const svg = brush();
    svg.beginPath();
    svg.arc(10, 10, 5, 0, 2 * Math.PI);
    svg.stroke();
    svg.beginPath();
    svg.arc(0, 0, 10, -Math.PI / 2, Math.PI);
    svg.stroke();
    expect([...svg.content().matchAll(/d="([^"]+)"/g)].map(([, path]) => path)).toEqual([
      'M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10',
      'M0 -10A10 10 0 1 1 -10 0',
    ]);
  });

  it('rounds a corner where a canvas does', () => {
    const svg = brush();
    svg.beginPath();
    svg.moveTo(0, 0);
    svg.arcTo(10, 0, 10, 10, 4);
    svg.arcTo(10, 10, 0, 10, 0);
    svg.stroke();
    expect(svg.content()).toContain('d="M0 0L6 0A4 4 0 0 1 10 4L10 10"');
  });

  it('moves with translate, clips until restore, and says what is the same once', () => {
    const svg = brush();
    svg.save();
    svg.translate(100, 50);
    svg.beginPath();
    svg.rect(0, 0, 10, 10);
    svg.clip();
    svg.fillRect(1, 2, 3, 4);
    svg.restore();
    svg.fillRect(1, 2, 3, 4);
    for (const x of [0, 30]) {
      svg.beginPath();
      svg.rect(x, 0, 10, 10);
      svg.layPattern('dots', '#000', 1);
    }
    const text = svg.content();
    expect(text).toContain(
      '<defs><clipPath id="clip0"><path d="M100 50h10v10h-10Z"/></clipPath><pattern id="tile1"',
    );
    expect(text).toContain(
      '<g clip-path="url(#clip0)"><rect x="101" y="52" width="3" height="4" fill="#000"/></g><rect x="1"',
    );
    expect(text.match(/<pattern/g)).toHaveLength(1);
    expect(text.match(/fill="url\(#tile1\)" fill-opacity="0.24"/g)).toHaveLength(2);
  });
});
