/**
 * Puts every mutation of a source into it at once, each behind a switch: `(m(7) ? a <= b : a < b)`.
 *
 * Which one is on is decided while the code runs, so that a source is compiled once for hundreds of mutations.
 */
import ts from 'typescript'

/** One change of one place. */
export interface Mutation {
  readonly id: number
  readonly file: string
  readonly line: number
  readonly before: string
  readonly after: string
}

/** A source with its mutations in it. */
export interface Instrumented {
  readonly text: string
  readonly mutations: readonly Mutation[]
}

/** The name of the switch, on `globalThis`. */
export const SWITCH = '__mutated'

const binary: { readonly [operator: string]: readonly string[] } = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
}

const assignments: { readonly [operator: string]: string } = {
  '+=': '-=',
  '-=': '+=',
  '||=': '&&=',
  '&&=': '||=',
  '??=': '&&=',
}

const methods: { readonly [name: string]: string } = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
}

/** Instruments a source; ids count from `first`. */
export function instrument(file: string, text: string, first: number): Instrumented {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const mutations: Mutation[] = []

  const raw = (node: ts.Node) => node.getText(source)

  /** A new mutation: the condition under which it is on. */
  const on = (node: ts.Node, after: string): string => {
    const id = first + mutations.length
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    mutations.push({ id, file, line, before: short(raw(node)), after: short(after) })
    return `globalThis.${SWITCH}(${id})`
  }

  /** An expression that may be any of these instead. */
  const choice = (node: ts.Node, others: readonly string[], itself: string): string => {
    const switches = others.map((other) => `${on(node, other)} ? (${other}) : `)
    return switches.length === 0 ? itself : `(${switches.join('')}(${itself}))`
  }

  /** The text of a node with the texts of its children put in. */
  const rendered = (node: ts.Node): string => {
    let result = ''
    let at = node.getStart(source)
    node.forEachChild((child) => {
      const start = child.getStart(source)
      result += text.slice(at, start) + render(child)
      at = child.getEnd()
    })
    return result + text.slice(at, node.getEnd())
  }

  const render = (node: ts.Node): string => {
    if (isLeftAlone(node)) return raw(node)
    if (ts.isExpressionStatement(node)) return renderStatement(node)
    if (ts.isBlock(node)) return renderBlock(node)
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return renderCondition(node, node.expression)
    if (ts.isConditionalExpression(node)) return renderCondition(node, node.condition)
    if (ts.isBinaryExpression(node)) return renderBinary(node)
    if (ts.isPrefixUnaryExpression(node)) return renderPrefix(node)
    if (ts.isCallExpression(node)) return renderCall(node)
    const others = otherLiterals(node)
    return others.length === 0 ? rendered(node) : choice(node, others, rendered(node))
  }

  const renderStatement = (node: ts.ExpressionStatement): string => {
    if (raw(node).startsWith('super')) return rendered(node)
    return `{ if (!${on(node, '')}) { ;${rendered(node)} } }`
  }

  const renderBlock = (node: ts.Block): string => {
    const inside = node.statements
    const isBody = node.parent !== undefined && ts.isFunctionLike(node.parent)
    const holdsSuper = inside.some((statement) => raw(statement).startsWith('super'))
    // A block of one statement is as good as that statement.
    if (inside.length === 0 || holdsSuper || (!isBody && inside.length < 2)) return rendered(node)
    return `{ if (!${on(node, '{}')}) ${rendered(node)} }`
  }

  const renderCondition = (node: ts.Node, condition: ts.Expression): string => {
    const others = ts.isWhileStatement(node) ? ['false'] : ['true', 'false']
    const isPlain =
      condition.kind === ts.SyntaxKind.TrueKeyword || condition.kind === ts.SyntaxKind.FalseKeyword
    const chosen = isPlain ? raw(condition) : choice(condition, others, render(condition))
    const start = condition.getStart(source)
    const before = text.slice(node.getStart(source), start)
    let result = before + chosen
    let at = condition.getEnd()
    node.forEachChild((child) => {
      if (child === condition) return
      result += text.slice(at, child.getStart(source)) + render(child)
      at = child.getEnd()
    })
    return result + text.slice(at, node.getEnd())
  }

  const renderBinary = (node: ts.BinaryExpression): string => {
    const operator = node.operatorToken.getText(source)
    const around = (other: string) => `${raw(node.left)} ${other} ${raw(node.right)}`
    const assignment = assignments[operator]
    if (assignment !== undefined) return choice(node, [around(assignment)], rendered(node))
    // What is added to text cannot be taken from it.
    const isText = operator === '+' && [node.left, node.right].some((side) => /['"`]/.test(raw(side)))
    const others = isText ? [] : (binary[operator] ?? [])
    // `a ?? b && c` is no expression without parentheses.
    return choice(
      node,
      others.map((other) => `(${raw(node.left)}) ${other} (${raw(node.right)})`),
      rendered(node),
    )
  }

  const renderPrefix = (node: ts.PrefixUnaryExpression): string => {
    const { operator, operand } = node
    const isSign = operator === ts.SyntaxKind.MinusToken
    if (isSign && isNumber(operand)) return choice(node, [raw(operand)], raw(node))
    const dropped = isSign || operator === ts.SyntaxKind.ExclamationToken
    return dropped ? choice(node, [raw(operand)], rendered(node)) : rendered(node)
  }

  const renderCall = (node: ts.CallExpression): string => {
    if (!ts.isPropertyAccessExpression(node.expression)) return rendered(node)
    const { name } = node.expression
    const other = Object.hasOwn(methods, name.text) ? methods[name.text] : undefined
    if (other === undefined) return rendered(node)
    const before = text.slice(node.getStart(source), name.getStart(source))
    return choice(node, [before + other + text.slice(name.getEnd(), node.getEnd())], rendered(node))
  }

  return { text: rendered(source), mutations }
}

function isNumber(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)
}

/** What a literal may be instead. */
function otherLiterals(node: ts.Node): readonly string[] {
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return ['false']
    case ts.SyntaxKind.FalseKeyword:
      return ['true']
    case ts.SyntaxKind.StringLiteral:
      return [node.getText() === "''" ? "'mutated'" : "''"]
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateExpression:
      return ["''"]
    case ts.SyntaxKind.NumericLiteral:
      return [`${node.getText()} + 1`]
    case ts.SyntaxKind.BigIntLiteral:
      // Numbers are micros: one whole more.
      return [`${node.getText()} + 1_000_000n`]
    case ts.SyntaxKind.ArrayLiteralExpression:
      return (node as ts.ArrayLiteralExpression).elements.length > 0 && !isPattern(node) ? ['[]'] : []
    default:
      return []
  }
}

/** Whether something is assigned to it. */
function isPattern(node: ts.Node): boolean {
  const { parent } = node
  return (
    (ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
    ts.isForOfStatement(parent)
  )
}

/** Types, names and declarations of other modules: nothing that runs. */
function isLeftAlone(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isIdentifier(node) ||
    (ts.isPropertyName(node) && !ts.isComputedPropertyName(node) && isNameOf(node)) ||
    ts.isLiteralTypeNode(node)
  )
}

function isNameOf(node: ts.Node): boolean {
  const { parent } = node
  return (
    ((ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isBindingElement(parent)) &&
      Reflect.get(parent, 'name') === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  )
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 67)}...` : line
}
