// Sliders for two distributions and the pictures that Python draws of them; every number comes from Python.
function render({ model, el }) {
  el.classList.add("plogp-bars");
  const picture = document.createElement("div"), sliders = document.createElement("div");
  sliders.setAttribute("style", "display:grid;grid-template-columns:auto 1fr 1fr;gap:4px 12px;max-width:640px;align-items:center");
  el.append(sliders, picture);
  const inputs = { p: [], q: [] };
  const line = () => {
    sliders.replaceChildren();
    for (const words of ["", "P", "Q"]) sliders.append(Object.assign(document.createElement("b"), { textContent: words }));
    model.get("names").forEach((name, i) => {
      sliders.append(Object.assign(document.createElement("span"), { textContent: name }));
      for (const of of ["p", "q"]) {
        const input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 1, step: 0.001 });
        input.setAttribute("aria-label", `${of.toUpperCase()}: ${name}`);
        input.oninput = () => model.send({ drag: [of, i, Number(input.value)] });
        inputs[of][i] = input;
        sliders.append(input);
      }
    });
    place();
  };
  const place = () => {
    for (const of of ["p", "q"]) model.get(of).forEach((x, i) => { if (inputs[of][i]) inputs[of][i].value = x; });
    picture.innerHTML = model.get("svg");
  };
  model.on("change:names", line);
  model.on("change:svg", place);
  line();
}
export default { render };
