//! Characters that given names are made of.

use std::sync::LazyLock;

use super::charset::CharSet;

/// Characters common in given names and uncommon right behind a surname otherwise.
const COMMON: &str = "\
    伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉珍凤春梅鑫波斌莉萍红丹燕玲飞鹏浩宇轩梓涵子欣怡雨泽诺思雅婷佳慧雪琪琳晨昊博文俊嘉铭瑞翔凯旭\
    东辉建国志华荣贵福生德胜利民学友光宝庆祥永康世昌宏达振兴正克勤少云若曦语嫣紫萱馨沐辰亦凡天佑乐瑶倩菲璐颖晓月蓉茜薇彤妍筱清如诗韵书瑾瑜璇珊珂\
    玥钰岚岩松柏林森栋梁川江海河洲沛泓润滢澜溪湘淑贤惠美香莲菊荷竹蕾茹芸芝苗茵莹喆堃垚淼焱犇骁骥翀翎翊珩琮璟璨瓒濯漪渟沄澍湜昱晟曜暄晞旻皓皎皙瞻\
    睿祺禧禛穆筠箐粲纶绮缙缤聿胤舜芃芮苒荻莞菀葳蓁蔚蕙虔裕谦谟赟赫逸邈郅锴锦镕镛霁霏靖韬颂颀骞鸢鹤麒麟黛龢巍峥嵘岑屹岱崴懿忱恺惟愫憬戎抒挚敦斐昶\
    杉枫柠栩桐棠楷榆槿樾殊毓安邦保本彬炳伯才灿畅琛臣诚承程崇楚纯聪翠存旦道迪殿鼎冬恩芬峰锋丰富岗高歌功恭冠广翰航豪好和衡弘虹鸿厚虎桦怀欢焕煌晖汇\
    火吉季继家坚健剑娇洁金津劲晋京晶景敬久钧君峻骏开坤昆朗黎礼立励廉良亮霖凌龙隆鲁路露罗洛茂媚萌梦妙木慕楠念宁培佩朋普其奇琦启千乾巧青晴秋泉群然\
    仁容融柔善尚绍深升盛时士仕守寿舒树帅双爽顺朔硕素苏泰堂桃腾添田廷庭图万望威维炜卫魏温雯武希锡喜夏仙显宪献小笑孝啸心新信星杏雄绪勋训迅雅言炎研\
    彦焰雁扬阳杨尧耀野业叶晔烨伊宜义艺亿忆毅音银印莺樱迎盈影余愉羽育煜誉元园媛源远苑悦越跃增展战章彰昭兆哲真臻镇知智治中忠钟珠柱卓宗祖冰碧蓓婵嫦\
    澄丞弛驰炽淳慈丛萃朵娥绯芙菡晗蘅姬佶笳菁婧旌镜炯珺隽蓝琅涟琏珑鹭珞茉莫妮霓凝鸥琵璞琴沁卿琼冉榕儒蕊飒韶姝丝甜恬陶婉琬玮汶熙惜娴潇霄歆醒砚晏\
    滟漾瑛咏俞渊缘昀蕴钊朝祯桢甄芷稚峙姿阿爱奥秉长常潮成赤丁尊风奉甘钢戈葛庚贡贯哈贺恒洪沪花桓黄卉鉴巨宽雷力灵柳陆鹿律绿麦曼孟米鸣茗南圃齐桥俏亲\
    丘渠汝山慎施蜀述恕嵩宿孙滔童拓王旺唯渭沃乌梧伍昔习侠先鲜弦肖逍燮谢辛幸宣玄延衍央益谊寅尹鹰雍泳攸游幼虞御岳粤允赞曾扎肇浙贞震争郑植舟州周诸祝\
    庄壮滋奏佐汐宸奕沫玺晴骄璋琰瑄珈琎玖翾翦絮荟荔莎蓓萌蝉蝶甯旎旖暖晰晚朦朴杭杞枝柯栀梧棋椿榛榕槐欧歌淇淙淮渤湛溢漫澈濛瀚炀焜煊燊爵犀语月思心根水";

/// Characters that names of other languages are written with.
const SOUNDS: &str = "\
    阿艾安敖巴白拜班毕别博布才彩查楚次达代丹旦道德迪丁东都多额恩尔法菲夫格古桂哈海汉合赫黑呼胡吉加佳江杰金卡凯坎康科克库拉来兰朗勒力丽利里林琳龙\
    鲁洛玛马迈买曼毛梅美蒙孟米明木穆纳娜那乃尼妮努诺欧帕潘普其齐恰琴青曲热仁日如萨赛桑沙山尚舍斯苏索塔泰坦提铁图吐吞托娃瓦旺维乌吾西希夏辛逊雅延央\
    扬耶叶依伊衣以音尤玉约云扎泽增则珍志珠卓孜不肉";

static SOUND_SET: LazyLock<CharSet> = LazyLock::new(|| CharSet::of(SOUNDS.chars()));

/// Whether a letter may write a sound of another language.
pub(super) fn is_sound(c: char) -> bool {
    SOUND_SET.contains(c)
}

/// Letters of plants, waters, gems, birds and the like, which ordinary text seldom has and names do.
const FINE: &str = include_str!("letters.txt");

/// Everyday characters that make a given name together with one that is common in them: 无忌, 一诺, 半夏.
const BESIDE: &str = "二四五六七八期予进里忌故北西一三九十百千万无未不去来得之如若以子小大半初见有长满听立清冬夏安知所与非何自归行";

static SET: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(COMMON.chars().chain(FINE.chars().filter(|c| *c != '\n'))));
static BESIDE_SET: LazyLock<CharSet> = LazyLock::new(|| CharSet::of(BESIDE.chars()));

/// Whether all letters, one at least, are common in given names.
pub(super) fn is_common(letters: &[char]) -> bool {
    !letters.is_empty() && letters.iter().all(|c| SET.contains(*c))
}

/// Whether two letters with nothing behind them are likely a given name though one is an everyday character.
pub(super) fn is_likely(letters: &[char]) -> bool {
    let pair = |one: char, other: char| SET.contains(one) && BESIDE_SET.contains(other);
    is_common(letters) || matches!(letters, [first, second] if pair(*first, *second) || pair(*second, *first))
}

/// Whether letters are all everyday characters that given names have as well: 去病, 如故.
pub(super) fn is_beside(letters: &[char]) -> bool {
    letters.iter().all(|c| SET.contains(*c) || BESIDE_SET.contains(*c) || *c == '病')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_common_and_talk_is_not() {
        assert!(is_common(&['建', '国']) && is_common(&['婷']));
        assert!(is_common(&['芫', '屿']) && is_likely(&['无', '忌']) && !is_likely(&['不', '去']));
        assert!(!is_common(&[]) && !is_common(&['付', '款']) && !is_common(&['的']));
    }
}
