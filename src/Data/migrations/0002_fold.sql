-- unaccent comes with PostgreSQL's contrib; pg_trgm serves searches by part of a word.
create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;

-- Folds a text for search: NFC, lower case, no marks, tone placement and i/y made equal (hoà = hòa, lý = lí).
-- unaccent is only stable because its dictionary can be replaced; ours is named and never is, hence immutable here.
-- y after a consonant or "qu", or alone, reads as i ("ly" = "li", "y te" = "i te"); in "ay", "uy" and before a vowel it stays.
create function public.sen_fold(input text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    regexp_replace(
      lower(public.unaccent('public.unaccent'::regdictionary, normalize(input, nfc))),
      '(^|[^a-z0-9])y(?=$|[^a-z0-9])', '\1i', 'g'),
    '([bcdghklmnprstvx]|qu)y(?=$|[^a-z0-9])', '\1i', 'g');
