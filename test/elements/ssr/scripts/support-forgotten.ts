import '../../../../src/index.ts';
