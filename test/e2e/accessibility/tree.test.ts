import { it } from 'node:test';
import { openGallery, show, startGallery } from './gallery.ts';
import { states } from './states.ts';
import { treeOf } from './tree.ts';

for (const tag of ['promo-code-input', 'lead-form']) {
  it(`<${tag}> has the reviewed accessibility tree`, async (t) => {
    const url = await startGallery();
    const page = await openGallery(url, { only: [] }, { timezoneId: 'UTC' });
    for (const state of states.filter((each) => each.tag === tag)) {
      await t.test(state.name, async ({ assert }) => {
        // Alone on its page, because the focus stays where it was.
        await show(page, url, { only: [state] });
        const tree = await treeOf(page, `#${state.name}`);
        // `node --test --test-update-snapshots` rewrites it, for a person to review.
        const path = `${import.meta.dirname}/trees/${state.name}.txt`;
        assert.fileSnapshot(tree, path, { serializers: [String] });
      });
    }
  });
}
