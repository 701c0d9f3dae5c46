//! How names begin, and which words only look like names.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::charset::CharSet;

/// How far a first character speaks for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surname {
    /// A surname that is seldom anything else, or a compound one.
    Clear,
    /// A surname that is an everyday word as well (于, 时, 单).
    Doubtful,
}

const CLEAR: &str = "\
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕\
    殷罗毕郝邬安乐傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧戴宋茅庞熊纪舒屈祝董梁杜阮蓝闵席季贾江童颜郭梅盛林刁钟徐邱骆高夏蔡\
    田樊胡凌霍虞万柯昝管卢莫房裘缪解丁宣邓郁杭洪诸左石崔吉钮龚嵇邢滑裴陆荣翁荀甄曲封芮羿储靳汲邴糜井段富巫乌焦巴弓牧隗山谷侯宓蓬郗班仰仲\
    伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳姬申扶堵冉宰郦雍却璩桑桂濮\
    牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎慕茹习宦艾鱼容慎戈廖庾终暨居衡耿弘匡寇广禄阙殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚简饶曾沙养鞠丰巢关\
    蒯相查荆红游竺盖益桓岳帅缑亢况琴岚洛展候闫覃佟肖宗涂揭付代冼邝邸苑仝佘麻邓巩楚鹿尧车银栗冮尉丘尧凯植原辜户战海初衣官买麦敬库臧过旷晋哈冶\
    强逄兰么仉菅苟药辗展隋阳祖延楼程方易文常白项游翦芦丛牟娄迟古逯亓卿鄢矫粟漆朴付闵栗雒訾苻扈明佀匙仵萨佰\
    禤褟妫芈眭笪郏乜逯麴缑窦郗鄞郇邗邬隽隰鞠闞笮綦昝晁訚仉佴僪儋亢仝勾厍呙郐岐峗庹弋恽戢敖昃曲沐洑浑淦湳漕濮炅爨牟璩瞿祭禚禇種竺笱籍粘綦繆缐羿翀聶\
    胥芈苌苘茆茌茹菅萬蒯蒲蔄藺虢蛟衡衣袭覃訾谌豆貟贠贡赖赫逄逯郅郎郑邰郯郸郾鄂鄢酆釗钭钱镡闫闵阙阚阮陇隗雒靳鞏鞮频颉飚馬骆髙魚鲜麻黎黨\
    張陳劉楊黃趙吳鄭馮許鄧葉蘇蔣陸範譚韋鄒賀賴龔龍萬錢湯嚴華蕭顧鍾盧賈閻塗羅齊孫興樂應厲喬壽";

const DOUBTFUL: &str = "区水平于时连应从支单包成路向东欧商花经步松年岩智召由相阳谈计权利计厍";

/// Compound surnames.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "令狐", "慕容", "尉迟", "公孙", "东方", "西门",
    "南宫", "长孙", "宇文", "轩辕", "端木", "独孤", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔",
    "申屠", "仲孙", "钟离", "鲜于", "闾丘", "司空", "公羊", "赫连", "拓跋", "百里", "东郭", "呼延", "左丘",
    "东门", "南郭", "纳兰", "完颜", "叶赫", "达奚", "第五", "万俟", "闻人", "梁丘", "公西", "漆雕", "乐正",
    "壤驷", "亓官", "巫马", "子车", "微生", "颛孙", "谷梁", "羊舌", "欧陽", "太史", "仲长", "司寇", "司城",
    "夹谷", "爱新", "歐陽", "東方", "司馬", "諸葛",
];

/// The surname a text begins with: how many characters it has and how far it speaks for a name.
pub(super) fn read(letters: &[char]) -> Option<(usize, Surname)> {
    let first = *letters.first()?;
    if let Some(second) = letters.get(1)
        && SETS.compound_heads.contains(first)
        && SETS.compound.contains(&(first, *second))
        && letters.len() > 2
    {
        return Some((2, Surname::Clear));
    }
    if SETS.clear.contains(first) {
        return Some((1, Surname::Clear));
    }
    SETS.doubtful.contains(first).then_some((1, Surname::Doubtful))
}

/// Whether a surname may begin with this character.
pub(super) fn may_begin(c: char) -> bool {
    SETS.clear.contains(c) || SETS.doubtful.contains(c) || SETS.compound_heads.contains(c)
}

/// Words that begin like a name and are none.
const WORDS: &str = include_str!("words.txt");

/// What is written where a name belongs, without being one.
const FILLERS: &str = "本人 匿名 保密 不详 未知 同上 暂无 未填 无名 客服 买家 卖家 商家 平台 店家 先生 女士 小姐 老师 空白 略 见上 见附件 \
    如下 已签 签名 盖章 手写 电子 公章 无 没有 用户 会员 客户 顾客 消费者 家属 家长 自己 我 我们 他 她 前台 门卫 物业 快递 代收 驿站 菜鸟 \
    电话 手机 地址 邮箱 微信 姓名 账号 收货 收件 默认 仓库 收货部 售后部 财务 售后 退货 退换货 店铺 门店 总部 仓管 管理员 请填写 必填 选填 填写 已填写 已实名 已认证 待填 未实名 未认证 不公开 不便透露 全体业主 全体 全员 众人 多人";

/// Characters hardly any given name has: particles, pronouns, words of trade.
const NEVER: &str = "\
    的了是在被把吗吧呢啊哦呀嘛么哪谁你我他她它您们这那此该且但则仍就没不未无勿很太将要请让使给跟及每各某些个次件款货费钱票账户号码卡\
    单订购买卖退付赔偿诉投箱址话机证邮寄签收派拨打点击店铺厂局网站群链接版批价额率限块角分份条台套日时后里内外上下左右间总叔\
    姨爷奶婶嫂妈爸说称问答看做用到去回过还也都只因所而或与于从由对您客服商质量换查询会能得着啦哇呗拿吃喝住找催骂骗充值\
    录注册验密包袋瓶盒";

/// Characters that may end a name only where nothing follows it.
const LOOSE: &str = "向以和为同有等讲至可已曾想中前其又再来补修天家月元品";

/// What may follow a name within a sentence.
const FOLLOWERS: &str = "\
    您好 你好 用户 会员 客户 顾客 业主 家长 先生 女士 小姐 老师 同学 同志 经理 师傅 教练 医生 律师 阿姨 叔叔 大哥 大姐 太太 夫人 老板 电话 手机 身份 护照 联系 住址 地址 住在 家住 性别 \
    男 女 年龄 出生 生于 生日 微信 账号 账户 卡号 银行 开户 户名 号码 邮箱 证件 收货 收件 收 签收 签字 签名 代收 本人 今年 现年 现住 于 在 的 是 因 向 与 和 及 跟 同 \
    说 称 表示 反映 投诉 举报 申诉 申请 要求 请求 购买 下单 买了 买的 支付 付款 付了 转账 充值 通过 使用 收到 发现 联系 拨打 打电话 发来 告诉 告知 \
    承诺 答应 回复 拒绝 到 从 由 把 将 被 给 对 已 曾 也 就 都 没 不 未 有 没有 一直 多次 先后 一块 一起 一同 去年 昨天 今天 前天 上月 上周 上个月 我 你 他 她 您 咱 那 这 此 其 为 \
    等 以及 以 并 但 后 时 了 吗 呢 啊 吧 呀 系 作为 作 名下 所 办理 报名 参加 预订 入住 租 签订 签 订 退 寄 发 下 拍 订单 运单 快递 \
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙 广西 西藏 宁夏 新疆 \
    均 皆 去 来 跑 买 租 借 走 骑 开 用 打 发 做 处 损失 受骗 账户 帐户 自称 至今 各 交 还 赔 欠 带 陪 接 被骗 全家 一家 代为 亲笔 亲自 经手 担保 派送 配送 派件 揽收 送达 送来 签约 收取 代办 委托 转交 转让 出具 出租 驾驶 \
    深圳 广州 杭州 南京 武汉 成都 西安 苏州 郑州 长沙 青岛 合肥 沈阳 大连 厦门 宁波 无锡 佛山 东莞";

/// Last characters of words for persons: 联系人, 派件员, 车主.
pub(super) static ROLES: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::of(
        "人者员客主属友生师童郎娘嫂方姨医傅匠长姐哥叔伯婆爷奶妈爸弟妹夫妻侄舅姑手警官任管教护务理导".chars(),
    )
});

/// Forms of address.
const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "老师", "同学", "同志", "经理", "师傅", "教练", "医生", "律师", "阿姨", "叔叔",
    "大哥", "大姐", "太太", "夫人", "老板", "主任", "警官", "老弟", "大爷", "大妈", "店长", "客服", "主管",
    "专员", "同事", "姑娘", "会员", "用户",
];

struct Sets {
    clear: CharSet,
    doubtful: CharSet,
    compound: HashSet<(char, char)>,
    compound_heads: CharSet,
    /// First characters of the words below.
    word_heads: CharSet,
    words: HashSet<(char, char)>,
    fillers: HashSet<&'static str>,
    never: CharSet,
    loose: CharSet,
    /// First characters of the titles.
    title_heads: CharSet,
    /// First characters of the followers.
    follower_heads: CharSet,
    followers: HashSet<&'static str>,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| {
    let pair = |word: &str| {
        let mut letters = word.chars();
        letters.next().zip(letters.next())
    };
    Sets {
        clear: CharSet::of(CLEAR.chars()),
        doubtful: CharSet::of(DOUBTFUL.chars()),
        compound: COMPOUND.iter().filter_map(|word| pair(word)).collect(),
        compound_heads: CharSet::of(COMPOUND.iter().filter_map(|word| word.chars().next())),
        word_heads: CharSet::of(WORDS.split_whitespace().filter_map(|word| word.chars().next())),
        words: WORDS.split_whitespace().filter_map(pair).collect(),
        fillers: FILLERS.split_whitespace().collect(),
        never: CharSet::of(NEVER.chars()),
        loose: CharSet::of(LOOSE.chars()),
        title_heads: CharSet::of(TITLES.iter().filter_map(|title| title.chars().next())),
        follower_heads: CharSet::of(FOLLOWERS.split_whitespace().filter_map(|word| word.chars().next())),
        followers: FOLLOWERS.split_whitespace().collect(),
    }
});

/// Whether letters begin with an everyday word that only looks like a name.
pub(super) fn is_word(letters: &[char]) -> bool {
    letters.len() >= 2
        && SETS.word_heads.contains(letters[0])
        && SETS.words.contains(&(letters[0], letters[1]))
}

/// Whether letters are what people write in the place of a name.
pub(super) fn is_filler(letters: &[char]) -> bool {
    let word: String = letters.iter().collect();
    SETS.fillers.contains(word.as_str())
}

/// Whether letters can be a given name.
pub(super) fn is_given(letters: &[char]) -> bool {
    let kin = matches!(letters, ['哥' | '姐' | '弟' | '妹' | '家' | '某']);
    !letters.is_empty()
        && !kin
        && !letters.iter().any(|c| SETS.never.contains(*c))
        && !(0..letters.len()).any(|at| begins_title(&letters[at..]))
}

/// Whether a given name with this ending is believed only where nothing follows.
pub(super) fn ends_loosely(letters: &[char]) -> bool {
    letters.last().is_some_and(|c| SETS.loose.contains(*c))
}

/// Whether a character is seldom the last one of a given name.
pub(super) fn is_loose(c: char) -> bool {
    SETS.loose.contains(c)
}

/// Whether letters begin with a form of address.
pub(super) fn begins_title(letters: &[char]) -> bool {
    letters.first().is_some_and(|c| SETS.title_heads.contains(*c))
        && TITLES.iter().any(|title| title.chars().eq(letters.iter().copied().take(title.chars().count())))
}

/// Whether letters go on with something that may follow a name.
pub(super) fn follows_name(letters: &[char]) -> bool {
    letters.first().is_some_and(|c| SETS.follower_heads.contains(*c))
        && (1..=3).any(|length| {
            let word: String = letters.iter().take(length).collect();
            letters.len() >= length && SETS.followers.contains(word.as_str())
        })
}
