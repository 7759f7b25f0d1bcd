"use strict";
const root = document.documentElement;
document.getElementById("lang").onclick = () => { root.lang = root.lang === "en" ? "zh-TW" : "en"; };
document.getElementById("theme").onclick = () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
};
document.getElementById("download").onclick = () => {
  const link = document.createElement("a");
  link.href = "data:application/json;charset=utf-8," + encodeURIComponent(document.getElementById("data").textContent);
  link.download = "plogp.json";
  link.click();
};
const body = document.querySelector("#table tbody");
document.getElementById("filter").oninput = (event) => {
  const wanted = event.target.value.toLocaleLowerCase();
  for (const row of body.rows) row.hidden = !row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
};
for (const button of document.querySelectorAll("[data-sort]")) button.onclick = () => {
  const head = button.closest("th"), numeric = button.dataset.sort === "number";
  const up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") !== "ascending" : !numeric;
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const key = (row) => row.cells[head.cellIndex].dataset.key ?? row.cells[head.cellIndex].innerText;
  const order = numeric ? (a, b) => key(a) - key(b) : (a, b) => key(a).localeCompare(key(b));
  body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * order(a, b)));
};
