-- sen_fold() anew, so that every letter has one answer, the same as Fold.Text of the Lexis engine: compatibility
-- decomposition instead of unaccent's table (which knows no Arabic and gives some signs several letters), the lower case
-- of no particular language instead of that of the database, alef, ya and ta marbuta forms as one.
-- Dropped: combining marks of Latin and Arabic, tatweel, characters without width.
create or replace function public.sen_fold(input text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(
    regexp_replace(
      translate(
        lower(regexp_replace(
          normalize(input, nfkd),
          '[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\ufeff]', '', 'g')
          collate "und-x-icu"),
        'đłøħıðςٱىةیک', 'dlohidσايهيك'),
      '(^|[^a-z0-9])y(?=$|[^a-z0-9])', '\1i', 'g'),
    '([bcdghklmnprstvx]|qu)y(?=$|[^a-z0-9])', '\1i', 'g');
