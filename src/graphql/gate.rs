//! What a document may look like before anything looks at it closely.

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};

/// The deepest nesting of brackets that is handed to the parser, which works by recursion.
const NESTING: usize = 120;

/// Whether brackets nest too deeply to be parsed safely; text in quotes counts like any other, which errs on
/// the safe side.
pub(super) fn nests_too_deeply(query: &str) -> bool {
    let mut depth = 0usize;
    for byte in query.bytes() {
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                if depth > NESTING {
                    return true;
                }
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// What a document asks for, as far as limits go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    /// Fields under another name.
    pub(super) aliases: usize,
    /// Whether it may only read.
    pub(super) only_reads: bool,
}

/// Counts the aliases of a document, fragments once for each time they are spread at most.
pub(super) fn census(document: &ExecutableDocument) -> Census {
    let mut aliases = 0;
    let mut only_reads = true;
    for (_, operation) in document.operations.iter() {
        only_reads &= operation.node.ty == OperationType::Query;
        count(&operation.node.selection_set.node, &mut aliases);
    }
    for fragment in document.fragments.values() {
        count(&fragment.node.selection_set.node, &mut aliases);
    }
    Census { aliases, only_reads }
}

fn count(set: &SelectionSet, aliases: &mut usize) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                *aliases += usize::from(field.node.alias.is_some());
                count(&field.node.selection_set.node, aliases);
            }
            Selection::InlineFragment(fragment) => count(&fragment.node.selection_set.node, aliases),
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn aliases_are_counted_wherever_they_stand() {
        let document =
            parse_query("{ a: x { b: y } ...F ... on Q { c: z } } fragment F on Q { d: w }").unwrap();
        assert_eq!(census(&document), Census { aliases: 4, only_reads: true });
        assert!(!census(&parse_query("mutation { x }").unwrap()).only_reads);
    }

    #[test]
    fn what_would_exhaust_the_parser_is_refused() {
        assert!(nests_too_deeply(&"{a".repeat(200_000)));
        assert!(!nests_too_deeply("{ a(b: [1]) { c } }"));
    }
}
