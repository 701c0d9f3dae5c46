//! Web pages: the text that a reader sees.

use html2text::{config, render::TrivialDecorator};

use super::unfit::Unfit;

/// What is not shown although it stands in the page: parts that are hidden, and what stands in for something else.
const HIDDEN: &str = "[hidden], head, title, template, noscript, script, style, img, svg, math, object, iframe, audio, \
                      video, canvas, input, textarea, select, datalist, dialog { display: none; }";

/// Widest line, in columns: a line of a chat is not broken.
const WIDTH: usize = 10_000;

/// The text of a web page, without attributes, comments, scripts, links, and parts that its own styles do not display.
///
/// Text that a style sheet makes invisible in other ways (colour, size, position) is taken for visible: better shown to
/// its owner now than to everybody later.
///
/// # Errors
/// `Damaged` when the page cannot be laid out.
pub(super) fn shown(page: &str) -> Result<String, Unfit> {
    let layout = config::with_decorator(TrivialDecorator::new())
        .add_agent_css(HIDDEN)
        .expect("the style sheet is a constant")
        .use_doc_css()
        .no_table_borders()
        .raw_mode(true)
        .no_link_wrapping()
        .allow_width_overflow();
    layout.string_from_read(page.as_bytes(), WIDTH).map_err(|_| Unfit::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown_is_kept() {
        let page = r#"<!doctype html><title>SECRET</title><meta name=author content=SECRET>
            <style>.gone { display: none } SECRET</style><script>SECRET</script><!-- SECRET -->
            <p title=SECRET>客服：<b>您好</b> &amp; 再见</p><p hidden>SECRET</p><div style="display:none">SECRET</div>
            <div class=gone>SECRET</div><a href="https://SECRET/">链接</a><img src=SECRET alt=SECRET title=SECRET>
            <input value=SECRET><textarea>SECRET</textarea><template>SECRET</template><noscript>SECRET</noscript>
            <p hidden>SECRET<p>看得见</p><svg><text>SECRET</text></svg><table><tr><td>甲</td><td>乙</td></tr></table>"#;
        let text = shown(page).expect("a page");
        assert!(!text.contains("SECRET"), "{text}");
        for word in ["客服：您好 & 再见", "链接", "看得见", "甲", "乙"] {
            assert!(text.contains(word), "{word} in {text}");
        }
    }
}
