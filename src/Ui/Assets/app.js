// Enhancement of pages that already work: live regions, form conditions, upload progress, one submit, copy, dialog, date picker.
import './live.js';
import './forms.js';
import './small.js';
import './passkey.js';
