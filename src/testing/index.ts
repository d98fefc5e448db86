export { createDrillClient, type DrillOptions } from './drill-client.ts';
export { type DrillName, drillNames } from './drills.ts';
