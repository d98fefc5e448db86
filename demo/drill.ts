import { createDrillClient, type DrillName, drillNames } from 'promo-lead/testing';

/** A client for these drills, between spaces or commas; `undefined` where none of them is one. */
export function drillClient(names: string): ReturnType<typeof createDrillClient> | undefined {
  const [first, ...rest] = names.split(/[\s,]+/).filter(isDrillName);
  return first && createDrillClient([first, ...rest]);
}

function isDrillName(name: string): name is DrillName {
  return (drillNames as readonly string[]).includes(name);
}
