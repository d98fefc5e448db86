import type { Challenge } from '../../../src/contract/challenge.ts';

/** Made by altcha-lib 2.8.0, for the number 300. */
export const challenge: Challenge = {
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    cost: 100,
    keyLength: 32,
    keyPrefix: 'd23aca858d1bd843b45e09945dcd7007',
    keySignature: '6cd995776e0cdd8b8e6fd72c1a124b34fe963dcd19f57bb42f4c4d2d7def3b39',
    nonce: '4feb4b150cff8d15a25f6fe2a3186de4',
    salt: '5d354907211978662c295c674ae8bd8e',
  },
  signature: '6cb5902b75c881bedd1b5dd50b3cf825924af090520e17d3625a6b1aa8178690',
};
