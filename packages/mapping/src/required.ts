import { z } from 'zod'

/** The names of the fields an object's schema must have. */
export function requiredFields(schema: z.ZodObject): readonly string[] {
  return Object.entries(schema.shape)
    .filter(([, field]) => !(field instanceof z.ZodOptional))
    .map(([name]) => name)
}

/** The schema of the objects in a field, be it one or a list of them; `undefined` where the field holds none. */
export function objectIn(field: unknown): z.ZodObject | undefined {
  if (field instanceof z.ZodOptional || field instanceof z.ZodNullable) return objectIn(field.unwrap())
  if (field instanceof z.ZodArray) return objectIn(field.element)
  return field instanceof z.ZodObject ? field : undefined
}
