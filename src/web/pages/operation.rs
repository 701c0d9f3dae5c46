//! An operation document and what a browser must send for it.
//!
//! Browsers send names and texts. What they become follows from the types that the document declares for its
//! variables, down to the fields of input objects as `schema.graphql` has them; so a form needs no code of its own.
//! A variable called `input` gives its fields to the top level, since forms name them as the API does:
//! `orderNumber`, `claim.orderNumber`, `boxes.0.x`.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::{
    parse_query, parse_schema,
    types::{BaseType, Selection, Type, TypeKind, TypeSystemDefinition},
};
use chrono::{DateTime, NaiveDateTime};
use serde_json::{Map, Value};

use super::given::Given;
use crate::locale::figure;

/// The most rows that a list of objects may have.
const ROWS: usize = 200;

/// The most objects that each come as one text.
const PACKED: usize = 500;

/// A document with one operation.
pub struct Operation {
    /// The document.
    pub text: &'static str,
    /// What it declares.
    variables: Vec<Slot>,
    /// The names under which its root fields are answered, and whether each always is: one with a directive may be left
    /// out.
    pub roots: Vec<(String, bool)>,
}

/// Something with a name and a type: a variable, or a field of an input object.
struct Slot {
    name: String,
    ty: Type,
    has_default: bool,
}

/// Why what was typed cannot become what is asked for; the words are those of the refusal with this code.
#[derive(Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The name in the form.
    pub field: String,
    /// `REQUIRED` or `BAD_FORMAT`.
    pub code: &'static str,
}

static INPUTS: LazyLock<HashMap<String, Vec<Slot>>> = LazyLock::new(|| {
    let schema = parse_schema(include_str!("../../../schema.graphql"))
        .expect("a test holds the file to what the code generates");
    let types = schema.definitions.into_iter().filter_map(|definition| {
        let TypeSystemDefinition::Type(found) = definition else { return None };
        let TypeKind::InputObject(object) = found.node.kind else { return None };
        let fields = object.fields.into_iter().map(|field| Slot {
            name: field.node.name.node.to_string(),
            ty: field.node.ty.node,
            has_default: field.node.default_value.is_some(),
        });
        Some((found.node.name.node.to_string(), fields.collect()))
    });
    types.collect()
});

impl Operation {
    /// Reads a document.
    ///
    /// # Panics
    /// When it is not one operation; a test reads every document of the binary.
    #[must_use]
    pub fn read(text: &'static str) -> Self {
        let document = parse_query(text).expect("the documents of the binary are GraphQL");
        let (_, operation) = document.operations.iter().next().expect("a document has an operation");
        let variables = operation.node.variable_definitions.iter().map(|definition| Slot {
            name: definition.node.name.node.to_string(),
            ty: definition.node.var_type.node.clone(),
            has_default: definition.node.default_value.is_some(),
        });
        let roots = operation.node.selection_set.node.items.iter().filter_map(|item| match &item.node {
            Selection::Field(field) => {
                Some((field.node.response_key().node.to_string(), field.node.directives.is_empty()))
            }
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
        });
        Self { text, variables: variables.collect(), roots: roots.collect() }
    }

    /// The variables that this makes.
    ///
    /// # Errors
    /// Every field that is missing or cannot be read.
    pub fn variables(&self, given: &Given) -> Result<Map<String, Value>, Vec<Misfit>> {
        let mut reading = Reading { given, misfits: Vec::new() };
        let mut variables = Map::new();
        for slot in &self.variables {
            let name = if slot.name == "input" { "" } else { &slot.name };
            if let Some(value) = reading.slot(slot, name) {
                variables.insert(slot.name.clone(), value);
            }
        }
        if reading.misfits.is_empty() { Ok(variables) } else { Err(reading.misfits) }
    }
}

struct Reading<'a> {
    given: &'a Given,
    misfits: Vec<Misfit>,
}

impl Reading<'_> {
    fn slot(&mut self, slot: &Slot, name: &str) -> Option<Value> {
        let value = self.value(&slot.ty, name);
        if value.is_none() && !slot.ty.nullable && !slot.has_default {
            self.fail(name, "REQUIRED");
        }
        value
    }

    fn fail(&mut self, name: &str, code: &'static str) {
        if !self.misfits.iter().any(|misfit| misfit.field == name) {
            self.misfits.push(Misfit { field: name.to_owned(), code });
        }
    }

    fn value(&mut self, ty: &Type, name: &str) -> Option<Value> {
        match &ty.base {
            BaseType::List(of) => {
                self.list(of, name).or_else(|| (!ty.nullable).then(|| Value::Array(vec![])))
            }
            BaseType::Named(named) => match INPUTS.get(named.as_str()) {
                Some(fields) => self.object(ty, fields, name),
                None => self.scalar(ty, named, name),
            },
        }
    }

    fn object(&mut self, ty: &Type, fields: &[Slot], name: &str) -> Option<Value> {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}.") };
        if ty.nullable && !self.given.has_under(&prefix) {
            return None;
        }
        let mut object = Map::new();
        for field in fields {
            if let Some(value) = self.slot(field, &format!("{prefix}{}", field.name)) {
                object.insert(field.name.clone(), value);
            }
        }
        Some(Value::Object(object))
    }

    fn list(&mut self, of: &Type, name: &str) -> Option<Value> {
        if let BaseType::Named(named) = &of.base
            && let Some(fields) = INPUTS.get(named.as_str())
        {
            let filled = (0..ROWS).map(|row| format!("{name}.{row}"));
            let filled: Vec<_> = filled.filter(|row| self.given.has_under(&format!("{row}."))).collect();
            let mut rows: Vec<_> = filled.iter().filter_map(|row| self.object(of, fields, row)).collect();
            rows.extend(self.packed(of, fields, name));
            return (!rows.is_empty()).then_some(Value::Array(rows));
        }
        let texts: Vec<String> =
            self.given.all(name).flat_map(str::lines).map(|line| line.trim().to_owned()).collect();
        let texts: Vec<_> = texts.into_iter().filter(|line| !line.is_empty()).map(Value::String).collect();
        (!texts.is_empty()).then_some(Value::Array(texts))
    }

    /// Objects that each came as one text, as a query string: so a single checkbox can hold one.
    fn packed(&mut self, of: &Type, fields: &[Slot], name: &str) -> Vec<Value> {
        let texts: Vec<Given> = self
            .given
            .all(name)
            .filter(|text| !text.trim().is_empty())
            .take(PACKED)
            .map(|text| Given::parse(text.as_bytes()))
            .collect();
        let mut rows = Vec::with_capacity(texts.len());
        for given in &texts {
            let mut one = Reading { given, misfits: Vec::new() };
            let row = one.object(of, fields, "");
            if !one.misfits.is_empty() {
                self.fail(name, "BAD_FORMAT");
            }
            rows.extend(row);
        }
        rows
    }

    fn scalar(&mut self, ty: &Type, named: &str, name: &str) -> Option<Value> {
        let text = self.given.text(name).map(|text| text.replace("\r\n", "\n"));
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return match named {
                "Boolean" if !ty.nullable => Some(Value::Bool(false)),
                // An empty text is refused by whoever knows how long it must be.
                "String" if !ty.nullable && self.given.has(name) => Some(Value::String(String::new())),
                _ => None,
            };
        };
        let value = match named {
            "Boolean" => Some(Value::Bool(!matches!(text.as_str(), "false" | "no" | "0"))),
            "Int" if name.ends_with("Fen") => fen(&text).map(Value::from),
            "Int" => text.trim().parse::<i32>().ok().map(Value::from),
            "Float" => text.trim().parse::<f64>().ok().map(Value::from),
            "DateTime" => instant(text.trim()).map(Value::from),
            _ => Some(Value::String(text)),
        };
        if value.is_none() {
            self.fail(name, "BAD_FORMAT");
            // Something stands there, so it is not missing as well.
            return Some(Value::Null);
        }
        value
    }
}

/// Yuan as people write them, with or without ¥, thousands and cents.
fn fen(text: &str) -> Option<i32> {
    let plain: String = text.chars().filter(|c| !matches!(c, '¥' | '￥' | '元' | ',' | '，' | ' ')).collect();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || cents.len() > 2 || !digits(whole) || !digits(cents) {
        return None;
    }
    format!("{whole}{cents:0<2}").parse().ok()
}

/// A moment in Beijing as a form sends it, or an instant.
fn instant(text: &str) -> Option<String> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.to_utc().to_rfc3339());
    }
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok())?;
    Some(local.and_local_timezone(figure::beijing()).single()?.to_utc().to_rfc3339())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const JOIN: &str = "mutation($input: JoinCaseInput!) { joinCase(input: $input) { code } }";

    fn read(text: &'static str, pairs: &[(&str, &str)]) -> Result<Value, Vec<(String, &'static str)>> {
        let given = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let misfits = |all: Vec<Misfit>| all.into_iter().map(|one| (one.field, one.code)).collect();
        Operation::read(text).variables(&given).map(Value::Object).map_err(misfits)
    }

    #[test]
    fn a_form_becomes_the_input_that_the_schema_asks_for() {
        let claim = [
            ("caseId", "case_1"),
            ("claim.orderNumber", "KM1"),
            ("claim.boughtOn", "2026-11-01"),
            ("claim.product", "点卡"),
            ("claim.amountFen", "¥1,488.5"),
            ("claim.paymentMethod", "ALIPAY"),
            ("claim.ownUse", "true"),
            ("claim.story", "一\r\n二"),
            ("claim.remedy", "REFUND_FULL"),
            ("claim.wantedFen", ""),
        ];
        let wanted = json!({ "input": { "caseId": "case_1", "claim": {
            "orderNumber": "KM1", "boughtOn": "2026-11-01", "product": "点卡", "amountFen": 148_850,
            "paymentMethod": "ALIPAY", "ownUse": true, "story": "一\n二", "remedy": "REFUND_FULL",
        } } });
        assert_eq!(read(JOIN, &claim), Ok(wanted));
    }

    #[test]
    fn what_is_missing_or_cannot_be_read_is_told_by_its_name() {
        let misfits = read(JOIN, &[("caseId", "case_1"), ("claim.amountFen", "many"), ("claim.story", "")]);
        let misfits = misfits.unwrap_err();
        assert!(misfits.contains(&("claim.amountFen".into(), "BAD_FORMAT")), "{misfits:?}");
        assert!(misfits.contains(&("claim.boughtOn".into(), "REQUIRED")), "{misfits:?}");
        assert!(
            !misfits.iter().any(|(name, _)| name == "claim.story"),
            "the service says how long it must be"
        );
        assert!(!misfits.iter().any(|(name, _)| name == "claim.wantedFen"), "it may be left out");
    }

    #[test]
    fn rows_of_a_form_become_a_list_of_objects_and_lines_a_list_of_texts() {
        let redact =
            "mutation($input: RedactEvidenceInput!) { redactEvidence(input: $input) { __typename } }";
        let rows = [
            ("evidenceId", "evidence_1"),
            ("boxes.0.x", ""),
            ("boxes.1.page", "0"),
            ("boxes.1.x", "1"),
            ("boxes.1.y", "2"),
            ("boxes.1.width", "3"),
            ("boxes.1.height", "4"),
        ];
        let wanted = json!({ "input": { "evidenceId": "evidence_1",
            "boxes": [{ "page": 0, "x": 1, "y": 2, "width": 3, "height": 4 }] } });
        assert_eq!(read(redact, &rows), Ok(wanted.clone()));
        let packed = [("evidenceId", "evidence_1"), ("boxes", "page=0&x=1&y=2&width=3&height=4")];
        assert_eq!(read(redact, &packed), Ok(wanted), "one of a checkbox");
        let wrong = read(redact, &[("evidenceId", "evidence_1"), ("boxes", "page=0&x=left")]);
        assert_eq!(wrong, Err(vec![("boxes".into(), "BAD_FORMAT")]));
        let none = json!({ "input": { "evidenceId": "evidence_1", "boxes": [] } });
        assert_eq!(read(redact, &rows[..1]), Ok(none), "no box is a list without one");
        let create =
            "mutation($input: CreateOperatorInput!) { createOperator(input: $input) { __typename } }";
        let lines = [("name", "甲"), ("aliases", "乙\r\n\r\n 丙 ")];
        assert_eq!(read(create, &lines), Ok(json!({ "input": { "name": "甲", "aliases": ["乙", "丙"] } })));
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, expected) in [
            ("488", Some(48_800)),
            ("488.5", Some(48_850)),
            ("￥1，000.05元", Some(100_005)),
            ("0.01", Some(1)),
            ("1.001", None),
            ("-1", None),
            ("", None),
            ("21474836.48", None),
        ] {
            assert_eq!(fen(text), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_those_of_beijing() {
        assert_eq!(instant("2026-11-27T18:00").as_deref(), Some("2026-11-27T10:00:00+00:00"));
        assert_eq!(instant("2026-11-27T18:00:00+09:00").as_deref(), Some("2026-11-27T09:00:00+00:00"));
        assert_eq!(instant("tomorrow"), None);
    }
}
