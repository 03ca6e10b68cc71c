/**
 * Words, names, phrases and key patterns that lists of leaked passwords are mostly made of, put
 * together for Thread by hand from what is well known about such lists. Endings ("123", "2024!"),
 * capitals and look-alike digits are not listed: the rules see through them.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
password passwort passw pass word motdepasse contrasena contraseña senha haslo wachtwoord losenord salasana kennwort geheim parola parole sifre mima parool
admin administrator root user username login logon guest default system master super superuser superman test testing tester temp temporary changeme change letmein access
welcome willkommen bienvenue benvenuto bemvindo bienvenido secret secure security private public office company business work worker manager boss server network
hello hallo hola bonjour ciao goodbye thankyou please sorry whatever nothing something anything everything someone nobody
love iloveyou ilove loveyou lovely lover loveme loving forever always together baby babygirl babyboy honey sweet sweetie sweetheart darling dear angel angels
princess prince queen king kingdom lady girl girls boy boys man woman men women mother father mom mommy mama dad daddy papa sister brother family friend friends
sunshine moonlight starlight rainbow sunny summer winter spring autumn fall january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning night midnight forever
monkey dragon tiger lion eagle falcon hawk shark dolphin whale wolf bear panther leopard jaguar cobra snake spider scorpion bull horse mustang pony cat cats kitty kitten dog dogs doggy puppy
bird birds rabbit bunny fish turtle frog duck chicken cow pig sheep goat mouse rat hamster elephant giraffe zebra gorilla butterfly ladybug bee buddy rocky lucky max bella buster
football soccer baseball basketball hockey tennis golf golfer rugby cricket volleyball swimming skating running runner racing racer boxing fishing hunting hunter shooter surfer skater player players game games gamer gaming
liverpool arsenal chelsea manchester united barcelona realmadrid madrid juventus milan inter bayern dortmund schalke ajax celtic rangers everton tottenham newcastle valencia sevilla benfica porto galatasaray fenerbahce besiktas
yankees redsox lakers bulls cowboys steelers eagles packers patriots giants broncos raiders redskins dolphins vikings tigers lions bears cubs braves mets dodgers
batman superman spiderman ironman hulk thor joker wolverine pokemon pikachu naruto sasuke goku vegeta dragonball starwars skywalker vader yoda jedi sith matrix neo trinity gandalf frodo hobbit
harrypotter potter hogwarts hermione mickey minnie mouse disney donald goofy tigger pooh winnie snoopy garfield scooby homer simpson bart bender stitch simba nemo elsa frozen barbie hellokitty
metallica slipknot nirvana korn eminem tupac beatles elvis madonna britney shakira rihanna beyonce bieber justin onedirection blink rockstar rock roll music guitar drums piano bass dance dancer dancing
michael michelle jennifer jessica jordan joshua daniel danielle andrew andrea anthony matthew robert richard william thomas charlie charles george james john johnny joseph david steven stephen kevin brian jason
justin brandon ryan nicholas nicole nathan samantha samuel sam benjamin ben alexander alexandra alex alexis patrick peter paul mark martin marcus maria marie mary margaret maggie molly megan melissa amanda amber ashley
angela angelina anna anne annie barbara brittany carlos carolina caroline catherine chris christian christina christine christopher cindy claudia claire crystal cynthia dakota daisy debbie dennis diana diego dominic donna
douglas eddie edward elizabeth emily emma eric erica fernando francis francisco frank frankie fred freddy gabriel gabriela gary gloria grace greg gregory hannah harley harry heather heidi helen henry isabella ivan jack jackie
jackson jacob jake jane jasmine jean jeremy jerry jesse jesus jim jimmy joe joel jonathan jose juan julia julian julie karen katherine kathy katie kelly kenneth kim kimberly kyle larry laura lauren leonardo leslie linda lisa
louis louise lucas lucy luis luke manuel marco mario marina martha max mercedes mike miguel mohamed mohammed muhammad monica morgan nancy natalie natasha oliver olivia oscar pamela pedro philip phillip rachel raymond rebecca
ricardo rick ricky roberto roger ronald ronaldo rosa rose ruben russell sabrina sandra santiago sarah scott sean sebastian sergio shadow shannon sharon shelby sophia sophie stella stephanie steve susan sylvia tanya taylor teresa
theresa tiffany tim timothy tina tom tommy tony tyler valentina valerie vanessa veronica victor victoria vincent virginia walter wendy wilson xavier zachary antonio alejandro eduardo messi neymar zidane
ahmed ali fatima mustafa mehmet ayse fatma hassan hussein ibrahim omar yusuf amit rahul priya deepak sanjay krishna ganesh rajesh sachin lakshmi svetlana dmitry sergey natalia ekaterina
hans klaus jurgen wolfgang stefan andreas sabine monika petra ursula heike anja lukas leon pierre jacques francois nicolas camille chloe giuseppe giovanni francesco alessandro federico lorenzo matteo chiara giulia
ferrari porsche mercedes benz bmw audi toyota honda yamaha suzuki kawasaki ducati harleydavidson ford chevy chevrolet camaro corvette dodge viper nissan mazda subaru mitsubishi volkswagen lamborghini bugatti jeep truck
computer internet windows microsoft google facebook twitter instagram linkedin myspace youtube amazon apple iphone android samsung nokia sony playstation xbox nintendo zelda mario sonic minecraft fortnite roblox warcraft starcraft diablo counterstrike
hacker hacked hacking matrix cyber digital data database backup mysql oracle cisco linux ubuntu debian redhat docker github gitlab python java javascript program programmer developer coding coder
salesforce hubspot slack notion google zoom gong outlook gmail yahoo hotmail email mail thread customer customers success onboarding support service sales marketing
london paris berlin munich hamburg vienna madrid rome roma milano napoli lisbon amsterdam brussels moscow istanbul athens dublin sydney melbourne toronto montreal vancouver chicago boston dallas houston texas newyork california florida
america american england english france french germany german deutschland espana spain spanish italia italy italian portugal brasil brazil argentina mexico mexican colombia canada australia india indian china chinese japan japanese russia russian turkey turkiye poland polska africa europe
earth world moon star stars sun sky ocean sea beach island river mountain forest flower flowers rose roses tree garden water fire ice snow rain storm thunder lightning wind shadow light dark darkness darkside heaven hell
devil demon satan lucifer evil death dead killer kill killme murder blood ghost vampire zombie ninja samurai warrior soldier knight wizard magic magical mystic phoenix unicorn fairy mermaid pirate pirates viking hero legend
jesuschrist christ god godisgood godislove jesusislord blessed blessing faith hope grace peace glory holy church bible heavenly allah buddha islam
chocolate cookie cookies candy sugar cherry strawberry banana apple orange lemon peach mango pineapple coffee pepper ginger butter cheese pizza burger bacon pancake muffin cupcake brownie icecream vanilla cinnamon pumpkin peanut beer vodka whiskey wine cocacola pepsi
red blue green yellow purple pink black white orange gold golden silver diamond crystal pearl ruby emerald brown gray grey
happy happiness smile smiley funny crazy cool awesome amazing beautiful pretty cute sexy sexygirl hot hottie nice good great best perfect super mega ultra power powerful strong strength fast speed turbo nitro
big bigdog bigdaddy biggie little small tiny huge giant fatboy fat skinny young old new first last one two three four five six seven eight nine ten hundred thousand million
fuck fucker fucking fuckyou fuckme fuckoff shit bullshit bitch asshole ass bastard dick cock pussy cunt whore slut suck sucker porn pornstar sex boobs penis vagina gay lesbian
trustno trustnoone trust noone nopassword mypassword mypass password1 yourpassword thepassword newpassword oldpassword passwordpassword passphrase passcode passkey opensesame sesame letmeinnow iamgod iamking imthebest
asdf asdfgh qwer qwert qwerty qwertz azerty zxcv zxcvb zxcvbn qaz wsx edc rfv tgb yhn ujm qazwsx wsxedc zaqxsw zaq xsw cde vfr bgt nhy mju qweasd qweasdzxc asdzxc poiuy lkjh mnbv dvorak asd zxc qwe jkl bnm
abc abcd abcde xyz aaa bbb ccc xxx zzz foo bar foobar blah blahblah lol lmao omg yolo swag hahaha haha lalala nana dada papa mama
money cash dollar rich richie bank banker business million millionaire billionaire winner winning win success victory champion champ number one numberone playboy player pimp gangster gangsta thug mafia
freedom liberty justice patriot eagle army navy marine marines military airforce police cop fireman doctor nurse teacher student school college university engineer captain commander general sergeant colonel major
cowboy indian rebel outlaw maverick ranger ranger trooper sniper shooter gunner bullet pistol rifle cannon bomber rocket missile tank fighter falcon apollo atlas titan zeus hercules athena apollo mercury venus mars jupiter saturn neptune pluto galaxy universe cosmos nova
the and you your for are not but with this that from have was she her his him they them our who what when where why how can will just like all out get got now see way day days time year years life live living alive home house room door window car
lovers kisses kiss hug hugs heart hearts broken lonely alone single married wife husband bride wedding birthday christmas halloween easter holiday vacation party friday weekend happybirthday newyear
go come stop start run walk play stay back down up in on off over under good bad yes no ok okay my me we us is it be do to of at by as an so if or
mnbvcxz poiuytrewq lkjhgfdsa qwertyuiop asdfghjkl zxcvbnm qwertyui asdfghj zxcvbnmasdfghjkl azertyuiop qwertzuiop йцукен пароль любовь привет наташа максим
whatever1 nevermind dontknow idontknow forget forgot forgetit remember rememberme callme lookat showme giveme helpme saveme trustme hateyou ihateyou missyou imissyou tequiero teamo tiamo jetaime ichliebedich mahal mahalko amor amore mivida hermosa princesa estrella chocolate corazon bonita preciosa
loulou doudou chouchou soleil marseille bretagne azertyu cheval nounours coucou chocolat fleur papillon schatz schatzi sommer winter sonne blume hallohallo fussball hund katze maus hase
supernatural professional international intelligence transformers unbelievable construction relationship neverland transformer understanding communication administration organization
entertainment photography independence independent revolution revolutionary imagination responsible responsibility architecture architect electronics photographer grandmother grandfather thanksgiving valentine
basketballer skateboard skateboarding snowboarding cheerleader cheerleading volleyballer heavyweight strawberries butterflies sweethearts grasshopper dragonfly dragonflies hummingbird caterpillar watermelon
counterstrike needforspeed finalfantasy residentevil assassinscreed callofduty grandtheftauto worldofwarcraft warhammer greenlantern captainamerica jamesbond terminator predator gladiator godfather highlander
philadelphia sanfrancisco losangeles lasvegas pennsylvania massachusetts northcarolina switzerland scandinavian rotterdam manchesterunited leavemealone leavemealonenow itsmylife dontforget rememberthis
stratocaster ledzeppelin pinkfloyd rollingstones avrillavigne linkinpark greenday systemofadown rammstein ironmaiden acdc gunsnroses deathmetal punksnotdead
mathematics university highschool administrator1 networking websolutions technology technologies information informatics engineering management consulting development developers production productions
`.trim().split(/\s+/),
);
