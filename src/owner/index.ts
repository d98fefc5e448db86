export { type AtVendor, erasePerson, leftAtVendor } from './erase-person.ts';
export { type Cell, cellsOf, jsonLines, toCell } from './export-lines.ts';
export { type CodesFile, importFile } from './import-csv.ts';
export { leadColumns, leadRecord, leadStoryRecord } from './lead-record.ts';
export type { CsvOptions, OwnerOptions } from './options.ts';
export { ownerOpenApi } from './openapi.ts';
export { similarPhones } from './similar-phones.ts';
export { createOwner } from './owner.ts';
export { isFromThisMachine } from './this-machine.ts';
