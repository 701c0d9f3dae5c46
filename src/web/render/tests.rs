use std::collections::BTreeSet;

use regex::Regex;

use super::*;

fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHARED.iter().copied().chain(PAGES.iter().map(|page| (page.name, page.template)))
}

#[test]
fn every_template_can_be_parsed_and_says_only_what_has_words() {
    let literal = Regex::new(r#"\bt\("([A-Za-z0-9_.-]+)"[,)]"#).unwrap();
    for (name, source) in sources() {
        TEMPLATES.get_template(name).unwrap();
        for found in literal.captures_iter(source) {
            let key = &found[1];
            let own = if key.contains('.') { format!("page.{key}") } else { format!("page.{name}.{key}") };
            let known = [own.as_str(), key].iter().any(|key| locale::word(Locale::En, key).is_some());
            // The layout says the title of the page that extends it.
            assert!(
                known || (name == "layout.html" && key == "title"),
                "{name} says {key}, which has no words"
            );
        }
    }
}

#[test]
fn no_template_holds_a_script_a_style_or_words_of_one_language() {
    let words = Regex::new(r"\p{Han}").unwrap();
    let hooks = Regex::new(r#"(?i)<style|\son[a-z]+=|\sstyle=|javascript:"#).unwrap();
    for (name, source) in sources() {
        assert!(!hooks.is_match(source), "{name} holds what the policy forbids");
        let scripts = source.split("<script").skip(1).all(|rest| rest.starts_with(" type=\"module\" src="));
        assert!(scripts, "{name} holds a script");
        let said = source.replace(">中文<", "").replace("\"中文\"", "");
        assert!(!words.is_match(&said), "{name} holds words of one language");
    }
}

#[test]
fn every_form_that_leads_on_says_that_it_was_done() {
    for form in crate::web::pages::FORMS.iter() {
        assert!(locale::word(Locale::En, &format!("page.done.{}", form.name)).is_some(), "{}", form.name);
    }
}

#[test]
fn every_form_of_a_template_is_a_mutation() {
    let called = Regex::new(r#"call form\("([a-z-]+)""#).unwrap();
    let forms: BTreeSet<&str> = crate::web::pages::FORMS.iter().map(|form| form.name).collect();
    for (name, source) in sources() {
        for found in called.captures_iter(source) {
            assert!(forms.contains(&found[1]), "{name} has the form {}, which does nothing", &found[1]);
        }
    }
}

#[test]
fn what_people_write_is_escaped_and_cannot_turn_the_line_around() {
    let said =
        TEMPLATES.render_str("{{ said }}", minijinja::context! { said => "<b>\u{202E}卡\u{2066}\u{0}盟&" });
    assert_eq!(said.unwrap(), "&lt;b&gt;卡盟&amp;");
}
