import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * The invented citizens of a pack, by id.
 * @param {string} file YAML or JSON: a list of { id, personalId, name, birthDate, email, phone, level, gender? }
 * @returns {Map<string, {id: string, personalId: string, name: string, birthDate?: string, email?: string, phone?: string, gender?: string, level: number}>}
 */
export function readCitizens(file) {
  // The core schema keeps dates as text and the quotes of the file keep leading zeros.
  const list = parse(readFileSync(file, 'utf8'), { schema: 'core' });
  if (!Array.isArray(list)) throw new Error(`${file}: expected a list of citizens`);
  const citizens = new Map();
  for (const [index, row] of list.entries()) {
    for (const key of ['id', 'personalId', 'name'])
      if (typeof row?.[key] !== 'string') throw new Error(`${file}: entry ${index + 1}: ${key} is missing or not a quoted text`);
    if (citizens.has(row.id)) throw new Error(`${file}: entry ${index + 1}: ${row.id} is there twice`);
    citizens.set(row.id, { ...row, level: Math.min(4, Math.max(1, Number(row.level ?? 2))) });
  }
  return citizens;
}

/** Claims of a citizen; personal_id is the only one that OpenID Connect does not define. */
export const claimsOf = (citizen) => ({
  sub: citizen.id,
  personal_id: citizen.personalId,
  name: citizen.name,
  birthdate: citizen.birthDate,
  gender: citizen.gender,
  email: citizen.email,
  email_verified: citizen.email ? true : undefined,
  phone_number: citizen.phone,
  phone_number_verified: citizen.phone ? true : undefined,
});
