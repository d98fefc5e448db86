import { it } from 'node:test';
import { openGallery, startGallery } from './gallery.ts';
import { states } from './states.ts';
import { treeOf } from './tree.ts';

/** `node --test --test-update-snapshots` writes the trees anew, for a person to read. */
it('The accessibility tree is the one that was looked at', async (t) => {
  const page = await openGallery(await startGallery(), { timezoneId: 'UTC' });
  for (const { name } of states) {
    await t.test(name, async ({ assert }) => {
      assert.fileSnapshot(
        await treeOf(page, `#${name}`),
        `${import.meta.dirname}/trees/${name}.txt`,
        {
          serializers: [String],
        },
      );
    });
  }
});
