//! Settings as text: gathered from a file and the environment, taken one by one.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// Settings as text, and what was found wrong with them.
pub(super) struct Settings {
    pub(super) values: BTreeMap<String, String>,
    pub(super) faults: Vec<String>,
}

impl Settings {
    pub(super) fn gather(file: &str, environment: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut settings = Self { values: BTreeMap::new(), faults: Vec::new() };
        match file.parse::<toml::Table>() {
            Ok(table) => settings.flatten("", &table),
            Err(error) => settings.faults.push(format!("chorus.toml is not TOML: {}", error.message())),
        }
        for (name, value) in environment {
            if name == "DATABASE_URL" {
                settings.values.insert("database.url".into(), value);
            } else if let Some(key) = name.strip_prefix("CHORUS_") {
                settings.values.insert(key.to_lowercase().replace("__", "."), value);
            }
        }
        settings
    }

    fn flatten(&mut self, prefix: &str, table: &toml::Table) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            let text = match value {
                toml::Value::Table(inner) => {
                    self.flatten(&name, inner);
                    continue;
                }
                toml::Value::String(text) => text.clone(),
                toml::Value::Array(items) => {
                    items.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(",")
                }
                other => other.to_string(),
            };
            self.values.insert(name, text);
        }
    }

    pub(super) fn take<T: FromStr>(&mut self, key: &str, default: T) -> T
    where
        T::Err: fmt::Display,
    {
        match self.values.remove(key).map(|text| text.parse()) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.faults.push(format!("{key} is not understood: {error}"));
                default
            }
        }
    }

    pub(super) fn text(&mut self, key: &str, default: &str) -> String {
        self.values.remove(key).unwrap_or_else(|| default.to_owned())
    }
}
