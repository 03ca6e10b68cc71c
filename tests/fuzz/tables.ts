import type { Connection } from "../../domain/base/driver.ts";

export interface Column {
  name: string;
  type: string;
  /** Computed from other columns. */
  generated: boolean;
}

export interface Table {
  name: string;
  columns: Column[];
  /** Row security keeps it apart by this column. */
  tenant?: "org_id" | "id";
  /** The expression that says whose a row is. */
  owner: string;
}

/** Every table there is, from the catalogue: a new one is fuzzed without being named anywhere. */
export async function readTables(admin: Connection): Promise<Table[]> {
  const { rows } = await admin.query(
    `select c.table_name as table, c.column_name as name, c.data_type as type,
       c.is_generated = 'ALWAYS' as generated
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'migrations'
     order by c.table_name, c.ordinal_position`,
    [],
  );
  const columnsOf = Map.groupBy(rows, ({ table }) => String(table));
  return [...columnsOf].map(([name, columns]) => {
    const has = (column: string) => columns.some((one) => one.name === column);
    const tenant = name === "orgs"
      ? "id"
      : has("org_id") && name !== "sessions"
      ? "org_id"
      : undefined;
    return {
      name,
      columns: columns as unknown as Column[],
      tenant,
      owner: tenant ??
        (has("held_by")
          ? "held_by"
          : has("identity_id")
          ? "identity_id"
          : name === "identities"
          ? "id"
          : "null"),
    };
  });
}
