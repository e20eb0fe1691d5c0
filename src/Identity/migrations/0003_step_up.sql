-- When a session last proved who acts, beyond the password; asked for by signing, mass acts and changes of security.
alter table identity.session
  add column confirmed_at timestamptz,
  add column confirmed_with text check (confirmed_with in ('totp', 'passkey', 'recovery-code', 'password', 'vneid'));
