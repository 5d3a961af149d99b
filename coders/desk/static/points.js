// Offsets in a text. Everybody else counts Unicode code points; a browser counts UTF-16 units.
// They part ways at every letter beyond the basic plane, such as an emoji.

export class Points {
  constructor(text) {
    this.text = text;
    this.wide = []; // unit offset of every letter that takes two units, in order
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00 && at + 1 < text.length) {
        const low = text.charCodeAt(at + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          this.wide.push(at);
          at += 1;
        }
      }
    }
  }

  // How many wide letters begin before this unit.
  before(unit) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The code-point offset of a unit offset; within a wide letter, the one after it.
  toPoint(unit) {
    return unit - this.before(unit);
  }

  // The unit offset of a code-point offset.
  toUnit(point) {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle] - middle < point) low = middle + 1;
      else high = middle;
    }
    return Math.min(point + low, this.text.length);
  }

  slice(start, end) {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }

  get length() {
    return this.text.length - this.wide.length;
  }
}
