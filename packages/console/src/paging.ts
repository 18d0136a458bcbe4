import { z } from 'zod'

/** Which part of a list is asked for. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).describe('Which page, from 1.'),
  pageSize: z.coerce.number().int().min(1).max(1000).default(50).describe('Rows on a page.'),
}

/** The answer of a list: some rows, and where they stand among all. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    items: z.array(row),
    pagination: z.object({
      page: z.number().int(),
      pageSize: z.number().int(),
      total: z.number().int(),
      totalPages: z.number().int(),
    }),
  })
}

/** The rows of a page, and where they stand among all. */
export function paged<Row>(rows: readonly Row[], { page, pageSize }: { page: number; pageSize: number }) {
  const total = rows.length
  return {
    items: rows.slice((page - 1) * pageSize, page * pageSize),
    pagination: { page, pageSize, total, totalPages: Math.ceil(total / pageSize) },
  }
}
