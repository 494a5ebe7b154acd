/**
 * A part of the repository that one team would own.
 *
 * @typedef {{ readonly name: string, readonly seed: number, readonly neighbour: string | undefined }} Area
 */

/**
 * @param {number} index
 * @returns {Area}
 */
export function areaOf(index) {
  return { name: areaName(index), seed: index, neighbour: index === 0 ? undefined : areaName(index - 1) };
}

/**
 * The name of one of the things that an area deals with.
 *
 * @param {Pick<Area, "seed">} area
 * @param {number} index
 */
export function entityOf(area, index) {
  return entityNames[(area.seed * 5 + index) % entityNames.length];
}

/**
 * The area before, whose first entity is imported: areas are not islands.
 *
 * @param {Area} area
 */
export function neighbourOf({ neighbour, seed }) {
  return neighbour === undefined ? undefined : { area: neighbour, name: entityOf({ seed: seed - 1 }, 0) };
}

export const fieldNames = ["amount", "weight", "priority", "attempts", "version", "position"];

/** @param {string} name */
export function pascalCase(name) {
  return name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** @param {number} index */
function areaName(index) {
  const name = areaNames[index % areaNames.length] ?? "";
  return index < areaNames.length ? name : `${name}-${Math.floor(index / areaNames.length) + 1}`;
}

const areaNames = ["platform", "orders", "billing", "catalog", "shipping", "accounts", "search", "reviews", "returns", "pricing", "loyalty", "reports"];
const entityNames = "order invoice customer parcel voucher session payment refund supplier warehouse address product category basket review rating message ticket schedule contract report account journey discount".split(" ");
