const parts = [
  ["resident", "Resident"],
  ["active", "Page cache, active"],
  ["inactive", "Page cache, inactive"],
  ["unused", "Unused"],
];
const fewest = 30;
const most = 120;
const width = 600;
const height = 260;
const svg = "http://www.w3.org/2000/svg";

/** The parts of the memory over the last two minutes, one above the other. */
export class MemoryChart {
  #chart;
  #total;
  #values;
  #areas;
  #samples = [];

  constructor(chart, legend, total) {
    this.#chart = chart;
    this.#total = total;
    this.#areas = parts.map(([name]) => {
      const area = document.createElementNS(svg, "path");
      area.setAttribute("class", name);
      return area;
    });
    chart.replaceChildren(...this.#areas);
    this.#values = parts.map(() => document.createElement("dd"));
    legend.replaceChildren(...parts.map(([name, label], i) => {
      const mark = document.createElement("i");
      mark.className = name;
      const term = document.createElement("dt");
      term.textContent = label;
      const row = document.createElement("div");
      row.append(mark, term, this.#values[i]);
      return row;
    }));
  }

  add(memory) {
    this.#samples.push(parts.map(([name]) => memory[name]));
    if (this.#samples.length > most) {
      this.#samples.shift();
    }

    const latest = this.#samples.at(-1);
    const total = sum(latest);
    latest.forEach((size, i) => (this.#values[i].textContent = mebibytes(size)));
    this.#total.textContent = `Of ${mebibytes(total)} in all, a sample each second`;
    this.#chart.setAttribute("aria-label", `Memory: ${parts.map(([, label], i) => `${label} ${mebibytes(latest[i])}`).join(", ")}`);
    this.#areas.forEach((area, i) => area.setAttribute("d", this.#path(i)));
  }

  /** The area between the parts below and this one. The newest sample is at the right. */
  #path(part) {
    const samples = this.#samples.length > 1 ? this.#samples : [this.#samples[0], this.#samples[0]];
    const x = (i) => width - ((samples.length - 1 - i) * width) / (Math.max(fewest, samples.length) - 1);
    const y = (sample, count) => height - (sum(sample.slice(0, count)) / sum(sample)) * height;
    const top = samples.map((sample, i) => `${x(i).toFixed(1)},${y(sample, part + 1).toFixed(1)}`);
    const bottom = samples.map((sample, i) => `${x(i).toFixed(1)},${y(sample, part).toFixed(1)}`).reverse();
    return `M${[...top, ...bottom].join("L")}Z`;
  }
}

const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);

const mebibytes = (size) => `${size.toLocaleString("en")} MiB`;
