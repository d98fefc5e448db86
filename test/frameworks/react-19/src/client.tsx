import { createRoot, hydrateRoot } from 'react-dom/client';
import { Page } from './page';

const app = document.querySelector('#app')!;
if (app.hasChildNodes()) hydrateRoot(app, <Page />);
else createRoot(app).render(<Page />);
