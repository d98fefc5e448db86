import { zodResolver } from '@hookform/resolvers/zod';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';
import * as z from 'zod';

const schema = z.object({
  name: z.string().min(1),
  email: z.email(),
  phone: z.string().optional(),
  message: z.string().min(10),
});

function Field({ label, error, children }) {
  return (
    <>
      <label>
        {label}
        {children}
      </label>
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}

function LeadForm() {
  const { register, handleSubmit, formState } = useForm({ resolver: zodResolver(schema) });
  const { errors, isSubmitting } = formState;
  const send = (lead) => fetch('/lead', { method: 'POST', body: JSON.stringify(lead) });
  return (
    <form onSubmit={handleSubmit(send)} noValidate>
      <Field label="Name" error={errors.name}>
        <input {...register('name')} />
      </Field>
      <Field label="Email" error={errors.email}>
        <input type="email" {...register('email')} />
      </Field>
      <Field label="Phone" error={errors.phone}>
        <input type="tel" {...register('phone')} />
      </Field>
      <Field label="Message" error={errors.message}>
        <textarea rows={4} {...register('message')} />
      </Field>
      <button disabled={isSubmitting}>Send</button>
    </form>
  );
}
createRoot(document.getElementById('app')).render(<LeadForm />);
