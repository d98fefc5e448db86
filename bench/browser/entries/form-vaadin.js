import '@vaadin/text-field';
import '@vaadin/email-field';
import '@vaadin/text-area';
import '@vaadin/button';
