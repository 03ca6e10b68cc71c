/** Mail services for private people, on one domain or a few. Kept in alphabetical groups by region. */
export const PERSONAL_DOMAINS: ReadonlySet<string> = new Set(
  `
gmail.com googlemail.com google-mail.com gmail.co gmail.de icloud.com me.com mac.com privaterelay.appleid.com
msn.com passport.com windowslive.com outlook.com hotmail.com live.com rocketmail.com ymail.com myyahoo.com
aol.com aim.com netscape.net love.com ygm.com games.com wow.com verizon.net
proton.me protonmail.com protonmail.ch pm.me protonmail.net tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me
fastmail.com fastmail.fm fastmail.net fastmail.org fastmail.us fastmail.to fastmail.cn fastmail.de fastmail.es fastmail.in fastmail.jp fastmail.mx fastmail.nl fastmail.uk
sent.com messagingengine.com imap.cc imapmail.org mailbolt.com mailcan.com mailforce.net eml.cc elitemail.org emailgroups.net emailplus.org 123mail.org airpost.net allmail.net
hey.com duck.com mozmail.com relay.firefox.com simplelogin.com simplelogin.co simplelogin.fr aleeas.com slmail.me 8alias.com 8shield.net anonaddy.com anonaddy.me addy.io passmail.net passmail.com passinbox.com
zoho.com zohomail.com zohomail.eu zohomail.in zoho.in zoho.eu zohomail.com.au skiff.com onmail.com startmail.com mailfence.com runbox.com runbox.no posteo.de posteo.net posteo.at posteo.eu posteo.org mailbox.org
disroot.org riseup.net autistici.org countermail.com hushmail.com hush.com hush.ai hushmail.me lavabit.com ctemplar.com criptext.com kolabnow.com vivaldi.net inbox.com mail.com email.com usa.com consultant.com
post.com europe.com asia.com iname.com myself.com writeme.com dr.com engineer.com cheerful.com techie.com accountant.com contractor.net linuxmail.org mail-me.com mailinbox.com gmx.com lycos.com excite.com juno.com netzero.net netzero.com
rediffmail.com rediff.com indiatimes.com sify.com in.com usa.net care2.com bigfoot.com bigstring.com myspace.com facebook.com operamail.com myopera.com
comcast.net xfinity.com sbcglobal.net att.net bellsouth.net ameritech.net pacbell.net swbell.net snet.net flash.net prodigy.net nvbell.net cox.net charter.net spectrum.net roadrunner.com rr.com twc.com earthlink.net mindspring.com
optonline.net optimum.net suddenlink.net suddenlinkmail.com centurylink.net centurytel.net embarqmail.com q.com qwest.net windstream.net frontiernet.net cableone.net sparklight.net mediacombb.net tds.net hughes.net wowway.com
rcn.com peoplepc.com ptd.net zoominternet.net insightbb.com knology.net metrocast.net consolidated.net gci.net alaska.net hawaiiantel.net hawaii.rr.com
bell.net sympatico.ca shaw.ca telus.net videotron.ca cogeco.ca eastlink.ca sasktel.net mts.net teksavvy.com primus.ca aliant.net nb.sympatico.ca ns.sympatico.ca xplornet.com xplornet.ca distributel.net
web.de t-online.de freenet.de arcor.de online.de 1und1.de magenta.de email.de emailn.de mail.de directbox.com kabelmail.de vodafone.de vodafonemail.de unitybox.de alice.de alice-dsl.net o2online.de netcologne.de ewetel.net ewe.net versanet.de osnanet.de gmx.info smart-mail.de freemail.de firemail.de lycos.de fn.de nexgo.de ok.de onlinehome.de
aon.at chello.at inode.at utanet.at a1.net kabsi.at drei.at tele2.at liwest.at bluewin.ch sunrise.ch hispeed.ch swissonline.ch bluemail.ch vtxmail.ch romandie.com netplus.ch
orange.fr wanadoo.fr free.fr aliceadsl.fr alicemail.fr sfr.fr neuf.fr cegetel.net club-internet.fr numericable.fr noos.fr bbox.fr bouyguestelecom.fr laposte.net voila.fr 9online.fr 9business.fr tiscali.fr caramail.com caramail.fr libertysurf.fr ifrance.com dbmail.com hotmel.fr
libero.it virgilio.it alice.it tin.it tim.it tiscali.it inwind.it iol.it blu.it giallo.it email.it fastwebnet.it vodafone.it teletu.it tele2.it poste.it katamail.com supereva.it jumpy.it interfree.it
telefonica.net terra.es movistar.es ono.com orange.es vodafone.es jazztel.es ya.com euskaltel.net eresmas.com wanadoo.es mixmail.com mundo-r.com telecable.es sapo.pt netcabo.pt clix.pt iol.pt mail.telepac.pt telepac.pt meo.pt vodafone.pt portugalmail.pt
btinternet.com btopenworld.com talktalk.net talk21.com tiscali.co.uk virginmedia.com virgin.net ntlworld.com blueyonder.co.uk sky.com plusnet.com plus.com plus.net freeserve.co.uk fsmail.net fsnet.co.uk fsworld.co.uk orange.net orangehome.co.uk wanadoo.co.uk o2.co.uk onetel.com madasafish.com lineone.net supanet.com zen.co.uk tesco.net postmaster.co.uk ukgateway.net dsl.pipex.com pipex.com uwclub.net vodafone.net
eircom.net iol.ie indigo.ie oceanfree.net ireland.com sky.ie
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl hetnet.nl xs4all.nl chello.nl upcmail.nl casema.nl quicknet.nl zonnet.nl tele2.nl telfort.nl online.nl solcon.nl caiway.nl delta.nl telenet.be skynet.be proximus.be scarlet.be belgacom.net voo.be base.be tvcablenet.be pt.lu internet.lu
telia.com bredband.net bredband2.com comhem.se tele2.se spray.se glocalnet.net swipnet.se passagen.se home.se tdcadsl.dk mail.dk mail.tele.dk stofanet.dk jubii.dk ofir.dk youmail.dk webspeed.dk post.tele.dk online.no broadpark.no getmail.no start.no epost.no lyse.net frisurf.no c2i.net kolumbus.fi saunalahti.fi elisanet.fi luukku.com suomi24.fi pp.inet.fi welho.com netti.fi simnet.is internet.is visir.is
wp.pl o2.pl onet.pl op.pl onet.eu poczta.onet.pl poczta.onet.eu vp.pl buziaczek.pl amorki.pl interia.pl interia.eu interia.com poczta.fm gazeta.pl tlen.pl go2.pl neostrada.pl autograf.pl gery.pl spoko.pl hot.pl
seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz quick.cz tiscali.cz iol.cz azet.sk zoznam.sk centrum.sk pobox.sk post.sk stonline.sk freemail.hu citromail.hu indamail.hu vipmail.hu t-online.hu t-email.hu chello.hu upcmail.hu invitel.hu mailbox.hu
abv.bg mail.bg dir.bg gbg.bg rdslink.ro clicknet.ro home.ro k.ro email.ro net.hr inet.hr optinet.hr vip.hr siol.net amis.net volja.net email.si eunet.rs sbb.rs ptt.rs open.telekom.rs otenet.gr forthnet.gr in.gr pathfinder.gr freemail.gr hol.gr cytanet.com.cy inbox.lv apollo.lv one.lv inbox.lt one.lt delfi.lt mail.ee hot.ee neti.ee online.ee suhtlus.ee
mail.ru inbox.ru bk.ru list.ru internet.ru xmail.ru rambler.ru lenta.ru ro.ru myrambler.ru autorambler.ru ya.ru narod.ru nm.ru pochta.ru hotbox.ru e1.ru ngs.ru rbcmail.ru mail333.com fromru.com front.ru krovatka.su land.ru newmail.ru pisem.net pop3.ru smtp.ru vk.com tut.by mail.by
ukr.net i.ua meta.ua bigmir.net online.ua email.ua 3g.ua mail.ua ua.fm mail.kz inbox.kz
qq.com foxmail.com vip.qq.com 163.com 126.com 188.com yeah.net vip.163.com vip.126.com 163.net sina.com sina.cn vip.sina.com sina.com.cn sohu.com vip.sohu.com tom.com 21cn.com 139.com 189.cn wo.cn aliyun.com 263.net eyou.com netease.com china.com
naver.com daum.net hanmail.net nate.com hanmir.com korea.com dreamwiz.com empal.com paran.com lycos.co.kr chol.com kakao.com
docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp vodafone.ne.jp nifty.com nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp dion.ne.jp excite.co.jp infoseek.jp goo.jp goo.ne.jp mail.goo.ne.jp jcom.home.ne.jp eonet.ne.jp hi-ho.ne.jp asahi-net.or.jp ybb.ne.jp au.one.com rakuten.jp willcom.com ymobile.ne.jp
pchome.com.tw hinet.net seed.net.tw so-net.net.tw netvigator.com hkbn.net singnet.com.sg starhub.net.sg pacific.net.sg streamyx.com tm.net.my jaring.my unifi.my plasa.com telkom.net cbn.net.id pldtdsl.net skybroadband.com.ph vnn.vn fpt.vn hn.vnn.vn
bigpond.com bigpond.net.au bigpond.com.au optusnet.com.au optus.com.au iinet.net.au tpg.com.au internode.on.net westnet.com.au dodo.com.au dodo.net.au ozemail.com.au aapt.net.au adam.com.au exemail.com.au iprimus.com.au netspace.net.au aussiebroadband.com.au xtra.co.nz slingshot.co.nz orcon.net.nz clear.net.nz paradise.net.nz ihug.co.nz vodafone.co.nz inspire.net.nz
uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com zipmail.com.br pop.com.br oi.com.br superig.com.br ibest.com.br veloxmail.com.br click21.com.br
prodigy.net.mx telmex.com infinitum.com.mx terra.com.mx latinmail.com starmedia.com fibertel.com.ar ciudad.com.ar arnet.com.ar speedy.com.ar uolsinectis.com.ar argentina.com vtr.net terra.cl entelchile.net manquehue.net une.net.co etb.net.co cantv.net adinet.com.uy vera.com.uy speedy.com.pe
mweb.co.za vodamail.co.za telkomsa.net webmail.co.za iafrica.com absamail.co.za lantic.net cybersmart.co.za polka.co.za yebo.co.za maktoob.com emirates.net.ae eim.ae qualitynet.net netvision.net.il walla.co.il walla.com bezeqint.net zahav.net.il 012.net.il barak.net.il nana.co.il 013net.net superonline.com ttmail.com ttnet.net.tr mynet.com turk.net e-kolay.net
gawab.com menara.ma iam.net.ma topnet.tn gnet.tn planet.tn tedata.net.eg africaonline.co.ke
`.trim().split(/\s+/),
);

/** Services that keep one name under the domain of every country. */
export const PERSONAL_PATTERNS: readonly RegExp[] = [
  "gmail",
  "googlemail",
  "hotmail",
  "outlook",
  "live",
  "windowslive",
  "msn",
  "yahoo",
  "ymail",
  "rocketmail",
  "aol",
  "icloud",
  "gmx",
  "yandex",
  "proton(?:mail)?",
  "tutanota",
  "mail\\.ru",
].map((name) => new RegExp(`^${name}(?:\\.(?:com?|net|org|ne))?\\.(?:com|net|[a-z]{2})$`));
