/** Where a piece of an expression stands in its text, in UTF-16 units. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

export type Comparison =
  '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'contains' | 'startsWith' | 'endsWith';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type BinaryOperator = '&&' | '||' | Comparison | Arithmetic;

/** An expression as it was written, before anybody asks what its names mean. Parentheses leave no trace. */
export type Tree = Place &
  (
    | { readonly type: 'number'; readonly value: number | bigint }
    | { readonly type: 'text'; readonly value: string }
    | { readonly type: 'name'; readonly name: string }
    | { readonly type: 'list'; readonly items: readonly Tree[] }
    /** `of.name` */
    | { readonly type: 'field'; readonly of: Tree; readonly name: string; readonly nameAt: number }
    /** `name(..)`, or `of.name(..)` */
    | {
        readonly type: 'call';
        readonly of: Tree | undefined;
        readonly name: string;
        readonly nameAt: number;
        readonly args: readonly Tree[];
      }
    | { readonly type: 'unary'; readonly operator: '!' | '-'; readonly operand: Tree }
    | {
        readonly type: 'binary';
        readonly operator: BinaryOperator;
        readonly operatorAt: number;
        readonly left: Tree;
        readonly right: Tree;
      }
  );
