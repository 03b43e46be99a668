import { ByteBuffer } from 'flatbuffers';
import { MODEL, SUBGRAPH, TENSOR, TFLITE_IDENTIFIER } from './tflite-schema';

/** A table's or vector's place in the file, bytes from its start. */
type Position = number;

/** Reads the parts of a TFLite file that the additions of this folder refer to. */
export class TfliteReader {
  readonly #buffer: ByteBuffer;
  readonly #root: Position;

  /** @throws Error when the bytes are not a TFLite file of one subgraph */
  constructor(bytes: Uint8Array) {
    this.#buffer = new ByteBuffer(bytes);
    if (!this.#buffer.__has_identifier(TFLITE_IDENTIFIER)) throw new Error('Not a TFLite file.');
    this.#root = this.#buffer.__indirect(0);
    const subgraphs = this.tables(this.#root, MODEL.subgraphs);
    if (subgraphs.length !== 1) throw new Error(`${subgraphs.length} subgraphs instead of one.`);
  }

  get root(): Position {
    return this.#root;
  }

  get subgraph(): Position {
    return this.tables(this.#root, MODEL.subgraphs)[0]!;
  }

  /**
   * What the offset field of a table points to: a table, vector or string. @throws Error when it is
   * not set
   */
  target(table: Position, field: number): Position {
    const position = this.#field(table, field);
    if (position === null) throw new Error(`The TFLite table at byte ${table} has no field ${field}.`);
    return this.#buffer.__indirect(position);
  }

  /** The tables of a vector of tables. */
  tables(table: Position, field: number): Position[] {
    const vector = this.target(table, field);
    return Array.from({ length: this.#buffer.readInt32(vector) }, (_, i) =>
      this.#buffer.__indirect(vector + 4 + 4 * i),
    );
  }

  /** The integers of a vector of 32-bit integers. */
  integers(table: Position, field: number): number[] {
    const vector = this.target(table, field);
    return Array.from({ length: this.#buffer.readInt32(vector) }, (_, i) =>
      this.#buffer.readInt32(vector + 4 + 4 * i),
    );
  }

  /** The bytes of a vector of bytes. */
  bytes(table: Position, field: number): Uint8Array {
    const vector = this.target(table, field);
    return this.#buffer.bytes().subarray(vector + 4, vector + 4 + this.#buffer.readInt32(vector));
  }

  text(table: Position, field: number): string {
    return new TextDecoder().decode(this.bytes(table, field));
  }

  /** A 32-bit integer field, 0 when it is not set (every default that is read here is 0). */
  integer(table: Position, field: number): number {
    const position = this.#field(table, field);
    return position === null ? 0 : this.#buffer.readInt32(position);
  }

  /** Index of the tensor with this name in the subgraph. @throws Error when there is none */
  tensorNamed(name: string): number {
    const index = this.tables(this.subgraph, SUBGRAPH.tensors).findIndex(
      (tensor) => this.text(tensor, TENSOR.name) === name,
    );
    if (index < 0) throw new Error(`The TFLite file has no tensor "${name}".`);
    return index;
  }

  get tensorCount(): number {
    return this.tables(this.subgraph, SUBGRAPH.tensors).length;
  }

  /** Shape of the tensor with this index. */
  shape(tensor: number): number[] {
    const table = this.tables(this.subgraph, SUBGRAPH.tensors)[tensor];
    if (table === undefined) throw new Error(`The TFLite file has no tensor ${tensor}.`);
    return this.integers(table, TENSOR.shape);
  }

  #field(table: Position, field: number): Position | null {
    const offset = this.#buffer.__offset(table, 4 + 2 * field);
    return offset === 0 ? null : table + offset;
  }
}
