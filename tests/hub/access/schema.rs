//! The schema that the tables are compared with.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::{
    parse_schema,
    types::{FieldDefinition, TypeKind, TypeSystemDefinition},
};

/// The object types, each with its fields.
pub struct Schema(BTreeMap<String, BTreeMap<String, Field>>);

/// A field of an object type.
pub struct Field {
    /// The name of its type, without what makes it a list or non-null.
    pub of: String,
    /// The type of its `input`, as a variable declares it; empty when it takes none.
    pub input: String,
}

impl Schema {
    /// What the code makes.
    pub fn read() -> Self {
        let document = parse_schema(chorus::graphql::sdl()).unwrap();
        let objects = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(found) => match found.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| named(&field.node)).collect();
                    Some((found.node.name.node.to_string(), fields))
                }
                _ => None,
            },
            _ => None,
        });
        Self(objects.collect())
    }

    /// The names of the object types.
    pub fn types(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// The names of the fields of a type.
    pub fn fields(&self, of: &str) -> BTreeSet<&str> {
        self.0[of].keys().map(String::as_str).collect()
    }

    /// One field of a type.
    pub fn field(&self, of: &str, name: &str) -> &Field {
        &self.0[of][name]
    }

    /// A field as a query selects it: with a selection when it is of an object type.
    pub fn selection(&self, of: &str, name: &str) -> String {
        if self.0.contains_key(&self.field(of, name).of) {
            format!("{name} {{ __typename }}")
        } else {
            name.to_owned()
        }
    }
}

fn named(field: &FieldDefinition) -> (String, Field) {
    let input = field.arguments.iter().find(|argument| argument.node.name.node == "input");
    let input = input.map(|argument| argument.node.ty.node.to_string()).unwrap_or_default();
    let of = field.ty.node.to_string().replace(['[', ']', '!'], "");
    (field.name.node.to_string(), Field { of, input })
}
