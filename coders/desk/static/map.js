// A map with the outlines of the world's countries, on which a pin is put; it asks no tile server for anything.

import { outlines } from "./topology.js";

/* global L */

let world = null;
let leaflet = null;

function loaded() {
  leaflet ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "/vendored/leaflet.js";
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  world ??= fetch("/vendored/countries-50m.json").then((answer) => answer.json()).then((one) => outlines(one, "countries"));
  return Promise.all([leaflet, world]);
}

export class PinMap {
  constructor(box, near, moved) {
    this.box = box;
    this.moved = moved;
    this.open(near);
  }

  async open(near) {
    const [, shapes] = await loaded();
    if (!this.box.isConnected) return;
    const map = L.map(this.box, { attributionControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 12, zoomAnimation: false, keyboard: true });
    this.map = map;
    map.setView(near ?? [12, 20], near ? 6 : 2);
    const style = getComputedStyle(document.documentElement);
    const line = style.getPropertyValue("--map-line").trim() || "#777";
    const fill = style.getPropertyValue("--map-land").trim() || "#eee";
    L.geoJSON(shapes, { style: { color: line, weight: 0.7, fillColor: fill, fillOpacity: 1 }, interactive: false }).addTo(map);
    map.on("click", (event) => this.set(event.latlng.lat, event.latlng.lng));
    this.box.addEventListener("keydown", (event) => this.key(event));
    if (this.wanted) this.put(...this.wanted);
  }

  // Enter or the space bar puts the pin in the middle of what is shown.
  key(event) {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const middle = this.map.getCenter();
    this.set(middle.lat, middle.lng);
  }

  set(latitude, longitude) {
    const east = ((((longitude + 180) % 360) + 360) % 360) - 180;
    this.put(latitude, east);
    this.moved(latitude, east);
  }

  put(latitude, longitude) {
    if (!this.map) {
      this.wanted = [latitude, longitude];
      return;
    }
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude) || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return;
    const spot = [latitude, longitude];
    if (this.pin) this.pin.setLatLng(spot);
    else this.pin = L.circleMarker(spot, { radius: 7, color: "#b3261e", weight: 2, fillOpacity: 0.6 }).addTo(this.map);
    if (!this.map.getBounds().contains(spot)) this.map.setView(spot);
  }

  close() {
    this.map?.remove();
    this.map = null;
  }
}
