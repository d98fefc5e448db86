import { createDrillClient, type DrillName, drillNames } from 'promo-lead/testing';

/** A client for drills, separated by spaces or commas; `undefined` if none is known. */
export function drillClient(names: string): ReturnType<typeof createDrillClient> | undefined {
  const [first, ...rest] = names.split(/[\s,]+/).filter(isDrillName);
  return first && createDrillClient([first, ...rest]);
}

function isDrillName(name: string): name is DrillName {
  return (drillNames as readonly string[]).includes(name);
}
