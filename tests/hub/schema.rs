//! The API as others see it is what the code makes.

#[test]
fn schema_graphql_is_what_the_code_generates() {
    let kept = include_str!("../../schema.graphql");
    assert!(
        kept.trim_end() == chorus::graphql::sdl().trim_end(),
        "write it anew with: cargo run -- schema > schema.graphql"
    );
}
